//! A user: a person in a pool.
//!
//! Passwords are credentials of their own and never part of this; whether someone may sign in is
//! decided by [`Standing`].

mod attributes;
mod change;
mod standing;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::fold::fold;
use crate::id::{PoolId, SourceId, UserId};
use crate::identifier::{EmailAddress, Identifier, PhoneNumber, Username};

pub use attributes::{AttributeKind, Attributes, FIXED, FixedAttribute, fixed};
pub use change::{AttributesPatch, NewUser, ProfilePatch, UserPatch};
pub use standing::{Lock, LockedBy, SignInBar, Standing, UserStatus, WrongStatus};

/// A person in a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their identifier, also the `sub` claim.
    pub id: UserId,
    /// The pool they belong to.
    pub pool_id: PoolId,
    /// The name they chose.
    pub username: Option<Username>,
    /// What others call them.
    pub nickname: Option<String>,
    /// Their e-mail address.
    pub email: Option<EmailAddress>,
    /// A code sent there came back.
    pub email_verified: bool,
    /// Their phone number.
    pub phone: Option<PhoneNumber>,
    /// A code sent there came back.
    pub phone_verified: bool,
    /// What stands between them and signing in.
    pub standing: Standing,
    /// Where the account came from.
    pub source: UserSource,
    /// Everything else that is known about them.
    pub attributes: Attributes,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts its changes; the ETag.
    pub version: i64,
}

impl User {
    /// An account that knows nothing yet; the caller gives it an identifier.
    pub fn new(id: UserId, pool_id: PoolId, source: UserSource, now: Timestamp) -> Self {
        Self {
            id,
            pool_id,
            username: None,
            nickname: None,
            email: None,
            email_verified: false,
            phone: None,
            phone_verified: false,
            standing: Standing::default(),
            source,
            attributes: Attributes::default(),
            last_sign_in_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }

    /// Everything that finds this user at sign-in.
    pub fn identifiers(&self) -> Vec<Identifier> {
        let username = self.username.clone().map(Identifier::Username);
        let email = self.email.clone().map(Identifier::Email);
        let phone = self.phone.clone().map(Identifier::Phone);
        [username, email, phone].into_iter().flatten().collect()
    }

    /// What pages call the person: nickname, else the first identifier.
    pub fn display_name(&self) -> &str {
        let username = self.username.as_ref().map(Username::as_str);
        let email = self.email.as_ref().map(EmailAddress::as_str);
        let phone = self.phone.as_ref().map(PhoneNumber::as_str);
        let names = [
            self.nickname.as_deref(),
            username,
            email,
            phone,
            Some(self.id.as_str()),
        ];
        names.into_iter().flatten().next().unwrap_or_default()
    }

    /// The folded text that the search of the user list looks through.
    pub fn search_text(&self) -> String {
        let username = self.username.as_ref().map(Username::as_str);
        let email = self.email.as_ref().map(EmailAddress::as_str);
        let phone = self.phone.as_ref().map(PhoneNumber::as_str);
        let parts = [
            username,
            self.nickname.as_deref(),
            email,
            phone,
            Some(self.id.as_str()),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().map(fold).collect();
        parts.join("\n")
    }

    /// The status that lists and the API show.
    pub fn status(&self, now: Timestamp) -> UserStatus {
        self.standing.status(now)
    }

    /// Whether the person may sign in or stay signed in, by whatever source.
    pub fn may_sign_in(&self, now: Timestamp) -> Result<(), SignInBar> {
        self.standing.may_sign_in(now)
    }

    /// Notes a completed sign-in; the first one makes the status normal.
    pub fn signed_in(&mut self, now: Timestamp) {
        self.standing.activate(now);
        self.last_sign_in_at = Some(now);
    }
}

/// Where an account came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum UserSource {
    /// An administrator made it in the console.
    AdminAdd,
    /// The person registered.
    SelfRegistered,
    /// It came with an import.
    Import,
    /// A script made it through the API.
    Api,
    /// It came with the first sign-in through a social or enterprise source.
    Source(SourceId),
}

impl UserSource {
    /// The stable name, or the id of the source.
    pub fn as_str(&self) -> &str {
        match self {
            Self::AdminAdd => "ADMIN_ADD",
            Self::SelfRegistered => "SELF_REGISTERED",
            Self::Import => "IMPORT",
            Self::Api => "API",
            Self::Source(id) => id.as_str(),
        }
    }
}

impl From<String> for UserSource {
    /// Reads the stored form; what is no stable name is the id of a source.
    fn from(text: String) -> Self {
        [
            Self::AdminAdd,
            Self::SelfRegistered,
            Self::Import,
            Self::Api,
        ]
        .into_iter()
        .find(|it| it.as_str() == text)
        .unwrap_or_else(|| Self::Source(SourceId::stored(text)))
    }
}

impl From<UserSource> for String {
    fn from(source: UserSource) -> Self {
        source.as_str().to_owned()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A user with every identifier, for the tests of other files.
    pub(crate) fn ada() -> User {
        let (id, pool) = (UserId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
        User {
            username: Some(Username::parse("Ada").unwrap()),
            nickname: Some("Countess".into()),
            email: Some(EmailAddress::parse("Ada@example.com").unwrap()),
            email_verified: true,
            phone: Some(PhoneNumber::parse("+44 20 7946 0000", "44").unwrap()),
            ..User::new(id, pool, UserSource::AdminAdd, Timestamp(1_000))
        }
    }

    #[test]
    fn every_source_keeps_its_name() {
        //
        let names = [
            "ADMIN_ADD",
            "SELF_REGISTERED",
            "IMPORT",
            "API",
            "src_00000000000000000000000000",
        ];
        for name in names {
            assert_eq!(UserSource::from(name.to_owned()).as_str(), name);
        }
        assert_eq!(
            serde_json::to_string(&UserSource::AdminAdd).unwrap(),
            "\"ADMIN_ADD\""
        );
    }

    #[test]
    fn the_first_sign_in_makes_a_user_normal_and_is_remembered() {
        //
        let mut user = ada();
        assert_eq!(user.status(Timestamp(1)), UserStatus::NotEnabled);
        assert_eq!(user.may_sign_in(Timestamp(1)), Ok(()));
        assert_eq!(user.last_sign_in_at, None);
        user.signed_in(Timestamp(2));
        user.signed_in(Timestamp(3));
        assert_eq!(user.status(Timestamp(3)), UserStatus::Normal);
        assert_eq!(user.standing.activated_at, Some(Timestamp(2)));
        assert_eq!(user.last_sign_in_at, Some(Timestamp(3)));
    }

    #[test]
    fn all_identifiers_are_searched_in_their_folded_form() {
        //
        let user = ada();
        let kinds = user
            .identifiers()
            .iter()
            .map(|it| it.kind().as_str())
            .collect::<Vec<_>>();
        assert_eq!(kinds, ["username", "email", "phone"]);
        let text = user.search_text();
        for part in [
            "ada",
            "countess",
            "ada@example.com",
            "+442079460000",
            user.id.as_str(),
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn a_person_without_a_nickname_is_called_by_their_first_identifier() {
        let user = ada();
        assert_eq!(user.display_name(), "Countess");
        let plain = User {
            nickname: None,
            username: None,
            ..user
        };
        assert_eq!(plain.display_name(), "Ada@example.com");
    }
}
