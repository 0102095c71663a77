/// An enumeration whose values are words that programs read and write.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in the order in which they are listed.
            pub const ALL: [$name; [$($word),*].len()] = [$($name::$variant,)*];

            /// The word that programs read and write.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// Takes one of the words.
            pub fn parse(text: &str) -> Result<$name, Invalid> {
                let found = $name::ALL.into_iter().find(|one| one.as_str() == text);
                found.ok_or_else(|| {
                    let words: Vec<&str> = vec![$($word),*];
                    Invalid::new(format!(concat!("{:?} is not ", $what), text), format!("write one of {}", words.join(", ")))
                })
            }
        }
    };
}

/// Reads and writes such an enumeration as its words.
macro_rules! serde_by_word {
    ($($name:ident),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow::<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                $name::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

pub(crate) use {serde_by_word, words};
