use relata_model::Mapping;

use crate::Profile;
use crate::mends::Mends;

/// How a file is read, where that is not left to recognition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The format; recognised when left out.
    pub profile: Option<Profile>,
    /// What the columns fill; it names the format, too.
    pub mapping: Option<Mapping>,
    /// Rows that were mended by hand.
    pub mends: Mends,
}

impl Reading {
    /// Whether the format is what the columns say.
    pub fn as_profile(profile: Profile) -> Reading {
        Reading { profile: Some(profile), ..Reading::default() }
    }

    /// The format that is asked for, by name or by a mapping.
    pub(crate) fn asked(&self) -> Option<Profile> {
        let mapped = self.mapping.as_ref().and_then(|mapping| Profile::parse(&mapping.profile).ok());
        mapped.or(self.profile)
    }
}
