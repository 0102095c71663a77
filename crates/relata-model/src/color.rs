use serde::{Deserialize, Serialize};

use crate::Invalid;

/// The color in which a relation type is drawn; the shade is the app's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Color {
    /// Blue.
    Blue,
    /// Teal.
    Teal,
    /// Green.
    Green,
    /// Lime.
    Lime,
    /// Yellow.
    Yellow,
    /// Orange.
    Orange,
    /// Red.
    Red,
    /// Pink.
    Pink,
    /// Grape.
    Grape,
    /// Violet.
    Violet,
    /// Indigo.
    Indigo,
    /// Cyan.
    Cyan,
    /// Gray.
    Gray,
}

impl Color {
    /// All of them.
    pub const ALL: [Color; 13] = [
        Color::Blue,
        Color::Teal,
        Color::Green,
        Color::Lime,
        Color::Yellow,
        Color::Orange,
        Color::Red,
        Color::Pink,
        Color::Grape,
        Color::Violet,
        Color::Indigo,
        Color::Cyan,
        Color::Gray,
    ];

    /// The color as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Color::Blue => "blue",
            Color::Teal => "teal",
            Color::Green => "green",
            Color::Lime => "lime",
            Color::Yellow => "yellow",
            Color::Orange => "orange",
            Color::Red => "red",
            Color::Pink => "pink",
            Color::Grape => "grape",
            Color::Violet => "violet",
            Color::Indigo => "indigo",
            Color::Cyan => "cyan",
            Color::Gray => "gray",
        }
    }

    /// Takes the name of a color of the list.
    pub fn parse(text: &str) -> Result<Color, Invalid> {
        Color::ALL.into_iter().find(|color| color.as_str() == text).ok_or_else(|| {
            let known = Color::ALL.map(Color::as_str).join(", ");
            Invalid::new(format!("{text:?} is not a color"), format!("write one of {known}"))
        })
    }
}
