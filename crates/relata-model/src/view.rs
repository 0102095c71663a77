use serde::{Deserialize, Serialize};

use crate::{ScreenCode, ViewCode};

/// A list that somebody saved: a screen of the app and what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its key.
    pub code: ViewCode,
    /// What people call it.
    pub name: String,
    /// The screen that shows it.
    pub screen: ScreenCode,
    /// What is asked of the screen, as a query: `without=accessory&category=Bikes`.
    pub query: String,
    /// Its place among the views; 1 is first, of the same place the code decides.
    pub position: u32,
}
