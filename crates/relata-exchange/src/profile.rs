use relata_model::Invalid;

/// The format of a file: whose columns it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Our own columns.
    Relata,
    /// The product import of Magento and Adobe Commerce.
    Magento,
    /// Spryker's relations, their stores, alternatives and discontinued products.
    Spryker,
}

impl Profile {
    /// All formats that are read.
    pub const ALL: [Profile; 3] = [Profile::Relata, Profile::Magento, Profile::Spryker];

    /// Takes the name of a format.
    pub fn parse(name: &str) -> Result<Profile, Invalid> {
        Profile::ALL.into_iter().find(|profile| profile.as_str() == name).ok_or_else(|| {
            let known = Profile::ALL.map(Profile::as_str).join(", ");
            Invalid::new(format!("{name:?} is no format that is read"), format!("the formats are {known}"))
        })
    }

    /// The name of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Relata => "relata",
            Profile::Magento => "magento",
            Profile::Spryker => "spryker",
        }
    }

    /// Whether the file comes from another system, whose relation types may be made here.
    pub fn is_foreign(self) -> bool {
        self != Profile::Relata
    }
}

/// What the rows of a file describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Content {
    /// One product a row.
    Products,
    /// Products with their relations in the same row.
    Wide,
    /// Relations; in foreign formats several a row.
    Relations,
    /// Where a rule shows, a channel a row.
    RuleChannels,
    /// One line of an order a row.
    Orders,
    /// One event a row.
    Events,
}

impl Content {
    /// The content as reports name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Content::Products => "products",
            Content::Wide => "products+relations",
            Content::Relations => "relations",
            Content::RuleChannels => "rule channels",
            Content::Orders => "orders",
            Content::Events => "events",
        }
    }
}
