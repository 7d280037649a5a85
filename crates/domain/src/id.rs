//! Typed identifiers: a short prefix that tells what it names, and a time-ordered random part.
//!
//! Making one needs the clock and randomness, which live in `service`; this file only shapes and checks them.

use std::fmt;

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Shapes the 26 characters after a prefix: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32.
pub fn time_ordered(millis: i64, random: [u8; 10]) -> String {
    let mut bits: u128 = u128::from(millis.cast_unsigned() & 0xffff_ffff_ffff) << 80;
    for (i, byte) in random.iter().enumerate() {
        bits |= u128::from(*byte) << (72 - 8 * i);
    }
    (0..26)
        .map(|i| char::from(ALPHABET[((bits >> (125 - 5 * i)) & 31) as usize]))
        .collect()
}

/// The text is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier that begins with {0}")]
pub struct NotAnId(pub &'static str);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every identifier of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// Shapes a new identifier from the time and ten random bytes.
            pub fn shape(millis: i64, random: [u8; 10]) -> Self {
                Self(format!("{}{}", Self::PREFIX, time_ordered(millis, random)))
            }

            /// Reads an identifier that came from outside.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                let rest = text.strip_prefix(Self::PREFIX).ok_or(NotAnId(Self::PREFIX))?;
                if rest.len() == 26 && rest.bytes().all(|b| ALPHABET.contains(&b)) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NotAnId(Self::PREFIX))
                }
            }

            /// Trusts a text that this product stored earlier.
            pub fn stored(text: String) -> Self {
                Self(text)
            }

            /// The whole identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Identifier for $name {
            fn shape(millis: i64, random: [u8; 10]) -> Self {
                Self::shape(millis, random)
            }
            fn parse(text: &str) -> Result<Self, NotAnId> {
                Self::parse(text)
            }
            fn stored(text: String) -> Self {
                Self::stored(text)
            }
            fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*

        /// Names every kind of identifier to another macro, one after another.
        #[macro_export]
        macro_rules! for_each_identifier {
            ($each:ident) => {
                $($each!($crate::id::$name);)*
            };
        }
    };
}

/// What all typed identifiers can do.
pub trait Identifier: Sized {
    /// See the inherent method of the same name.
    fn shape(millis: i64, random: [u8; 10]) -> Self;
    /// See the inherent method of the same name.
    fn parse(text: &str) -> Result<Self, NotAnId>;
    /// See the inherent method of the same name.
    fn stored(text: String) -> Self;
    /// See the inherent method of the same name.
    fn as_str(&self) -> &str;
}

ids! {
    /// A pool: an isolated directory of people.
    PoolId = "pool_";
    /// A person in a pool.
    UserId = "usr_";
    /// An application, also its OAuth `client_id`.
    ApplicationId = "app_";
    /// One client secret of an application.
    ApplicationSecretId = "sec_";
    /// A way to prove who one is.
    SourceId = "src_";
    /// Users put together.
    GroupId = "grp_";
    /// One recorded operation.
    EventId = "evt_";
    /// A browser's signed-in state in a pool.
    SessionId = "ses_";
    /// What a user or a machine gave an application.
    GrantId = "gnt_";
    /// A refresh token family.
    RefreshTokenId = "rft_";
    /// One person's run through flows.
    InteractionId = "int_";
    /// One sent code.
    ChallengeId = "chl_";
    /// A message to a person.
    MessageId = "msg_";
    /// A management key.
    ManagementKeyId = "key_";
    /// A stored picture.
    ImageId = "img_";
    /// A signing key, its JWK `kid`.
    SigningKeyId = "kid_";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_by_the_time_they_were_made() {
        let earlier = UserId::shape(1_000, [255; 10]);
        let later = UserId::shape(1_001, [0; 10]);
        assert!(earlier < later);
        assert_eq!(UserId::parse(later.as_str()), Ok(later));
    }

    #[test]
    fn an_identifier_of_another_kind_is_refused() {
        let user = UserId::shape(1, [7; 10]);
        assert_eq!(PoolId::parse(user.as_str()), Err(NotAnId("pool_")));
        assert!(UserId::parse("usr_../../etc").is_err());
    }
}
