use std::fmt;

/// A value that cannot be taken: what is wrong with it and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, in lower case, without the place.
    pub message: String,
    /// What would be accepted.
    pub hint: String,
}

impl Invalid {
    /// A complaint with its way out.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Invalid { message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.hint)
    }
}

impl std::error::Error for Invalid {}

/// Checks the length and the characters of a text for people.
pub(crate) fn check_text(value: &str, chars_max: usize, what: &str) -> Result<(), Invalid> {
    if value.contains('\0') {
        return Err(Invalid::new(format!("{what} holds a NUL character"), "remove the character U+0000"));
    }
    if value.len() > chars_max && value.chars().count() > chars_max {
        return Err(Invalid::new(
            format!("{what} is longer than {chars_max} characters"),
            "shorten the text".to_string(),
        ));
    }
    Ok(())
}
