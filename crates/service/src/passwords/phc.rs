//! The text under which a hash is stored: the PHC string format, with the pepper's key id as `keyid`.

use std::fmt;

use argon2::password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt};

use super::kernel::Cost;

/// A stored hash, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) cost: Cost,
    /// The id of the secret key whose pepper went in.
    pub(super) pepper: Option<String>,
    pub(super) salt: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

const ARGON2ID: &str = "argon2id";
const VERSION: u32 = 19;

impl Stored {
    /// Reads a stored text; `None` if it is not Argon2id, version 19, with all its parts.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let phc = PasswordHash::new(text).ok()?;
        if phc.algorithm.as_str() != ARGON2ID || phc.version != Some(VERSION) {
            return None;
        }
        Some(Self {
            cost: Cost {
                memory_kib: phc.params.get_decimal("m")?,
                passes: phc.params.get_decimal("t")?,
                lanes: phc.params.get_decimal("p")?,
            },
            pepper: phc.params.get_str("keyid").map(str::to_owned),
            salt: phc.salt?.as_ref().to_vec(),
            hash: phc.hash?.as_bytes().to_vec(),
        })
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut params = ParamsString::new();
        let cost = self.cost;
        for (name, value) in [
            ("m", cost.memory_kib),
            ("t", cost.passes),
            ("p", cost.lanes),
        ] {
            params.add_decimal(name, value).map_err(|_| fmt::Error)?;
        }
        if let Some(id) = &self.pepper {
            params
                .add_str("keyid", id.as_str())
                .map_err(|_| fmt::Error)?;
        }
        let phc = PasswordHash {
            algorithm: Ident::try_from(ARGON2ID).map_err(|_| fmt::Error)?,
            version: Some(VERSION),
            params,
            salt: Some(Salt::new(&self.salt).map_err(|_| fmt::Error)?),
            hash: Some(Output::new(&self.hash).map_err(|_| fmt::Error)?),
        };
        phc.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_hash_reads_back_what_it_wrote() {
        let stored = Stored {
            cost: Cost {
                memory_kib: 19_456,
                passes: 2,
                lanes: 1,
            },
            pepper: Some("1a2b3c4d".to_owned()),
            salt: vec![7; 16],
            hash: vec![9; 32],
        };
        let text = stored.to_string();
        assert!(
            text.starts_with("$argon2id$v=19$m=19456,t=2,p=1,keyid=1a2b3c4d$BwcHBwcH"),
            "{text}"
        );
        assert_eq!(Stored::parse(&text), Some(stored.clone()));
        let plain = Stored {
            pepper: None,
            ..stored
        };
        assert!(
            plain
                .to_string()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
        assert_eq!(Stored::parse(&plain.to_string()), Some(plain));
    }

    #[test]
    fn other_texts_are_no_stored_hash() {
        for text in [
            "",
            "hunter2",
            "$2b$12$abcdefghijklmnopqrstuu5Pq8C6YQcJ1m3yOQ2Q6b8M5y1QW6b7K",
            "$argon2i$v=19$m=64,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk",
            "$argon2id$v=16$m=64,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk",
            "$argon2id$v=19$m=64,t=1$BwcHBwcHBwcHBwcHBwcHBw$CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk",
            "$argon2id$v=19$m=64,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw",
        ] {
            assert_eq!(Stored::parse(text), None, "{text}");
        }
    }
}
