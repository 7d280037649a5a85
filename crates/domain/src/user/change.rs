//! How users come to be and change: by administrators, and by themselves.
//!
//! The two differ in what they may name (W16): status, source, times and ids are named by nobody,
//! verified flags by administrators only, and a password is never part of a change.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Attributes, User, UserSource};
use crate::id::{PoolId, UserId};
use crate::identifier::{CHINA, EmailAddress, NotAnIdentifier, PhoneNumber, Username};
use crate::patch::{Change, patch};
use crate::{FieldError, Timestamp, check};

const MAX_NICKNAME: usize = 64;

/// What an administrator says about a new user. The password is checked by its policy elsewhere.
#[derive(Debug, Clone, Default)]
pub struct NewUser {
    /// The members; user name and e-mail address are required.
    pub members: UserPatch,
}

patch! {
    /// A change of a user by an administrator or a script. Identifiers are texts as typed.
    UserPatch of UserDraft {
        username: Option<String>,
        nickname: Option<String>,
        email: Option<String>,
        email_verified: bool,
        phone: Option<String>,
        phone_verified: bool,
        attributes: AttributesPatch,
    }
}

patch! {
    /// A change of a user by themselves (W16).
    ProfilePatch of UserDraft {
        nickname: Option<String>,
        attributes: AttributesPatch,
    }
}

/// Attributes by name; `null` removes one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct AttributesPatch(pub BTreeMap<String, Option<String>>);

impl Change<Attributes> for AttributesPatch {
    fn change(self, target: &mut Attributes) {
        for (name, value) in self.0 {
            match value
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
            {
                Some(value) => target.0.insert(name, value),
                None => target.0.remove(&name),
            };
        }
    }
}

/// A user whose identifiers are still texts.
#[derive(Debug)]
pub struct UserDraft {
    username: Option<String>,
    nickname: Option<String>,
    email: Option<String>,
    email_verified: bool,
    phone: Option<String>,
    phone_verified: bool,
    attributes: Attributes,
}

impl NewUser {
    /// Makes the user, not enabled yet, or says everything that is wrong.
    pub fn build(
        self,
        id: UserId,
        pool_id: PoolId,
        source: UserSource,
        now: Timestamp,
    ) -> Result<User, Vec<FieldError>> {
        let blank = User::new(id, pool_id, source, now);
        let missing = |value: &Option<Option<String>>| {
            !value.iter().flatten().any(|text| !text.trim().is_empty())
        };
        let mut found = Vec::new();
        for (field, value) in [
            ("username", &self.members.username),
            ("email", &self.members.email),
        ] {
            if missing(value) {
                found.push(FieldError::new(field, "text.required"));
            }
        }
        match self.members.apply(&blank, now) {
            Ok(user) if found.is_empty() => Ok(User { version: 1, ..user }),
            Ok(_) => Err(found),
            Err(more) => {
                // Without any identifier both are named already.
                let known = found.len();
                found.extend(
                    more.into_iter()
                        .filter(|it| known == 0 || it.code != "user.identifier_missing"),
                );
                Err(found)
            }
        }
    }
}

impl UserPatch {
    /// The user after this change, or everything that is wrong with it. A new address or number
    /// counts as unproven unless the change says otherwise.
    pub fn apply(self, current: &User, now: Timestamp) -> Result<User, Vec<FieldError>> {
        let (email_given, phone_given) =
            (self.email_verified.is_some(), self.phone_verified.is_some());
        let mut changed = revised(self, current, now)?;
        if changed.email != current.email && !email_given {
            changed.email_verified = false;
        }
        if changed.phone != current.phone && !phone_given {
            changed.phone_verified = false;
        }
        changed.email_verified &= changed.email.is_some();
        changed.phone_verified &= changed.phone.is_some();
        Ok(changed)
    }
}

impl ProfilePatch {
    /// The user after this change, or everything that is wrong with it.
    pub fn apply(self, current: &User, now: Timestamp) -> Result<User, Vec<FieldError>> {
        revised(self, current, now)
    }
}

fn revised(
    patch: impl Change<UserDraft>,
    current: &User,
    now: Timestamp,
) -> Result<User, Vec<FieldError>> {
    let mut draft = UserDraft {
        username: current.username.as_ref().map(ToString::to_string),
        nickname: current.nickname.clone(),
        email: current.email.as_ref().map(ToString::to_string),
        email_verified: current.email_verified,
        phone: current.phone.as_ref().map(ToString::to_string),
        phone_verified: current.phone_verified,
        attributes: current.attributes.clone(),
    };
    patch.change(&mut draft);
    let mut found = Vec::new();
    let username = read(&mut found, "username", draft.username, Username::parse);
    let nickname = draft
        .nickname
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty());
    found.extend(check::optional_text(
        "nickname",
        nickname.as_deref(),
        MAX_NICKNAME,
    ));
    let email = read(&mut found, "email", draft.email, EmailAddress::parse);
    let phone = read(&mut found, "phone", draft.phone, |text| {
        PhoneNumber::parse(text, CHINA)
    });
    found.extend(draft.attributes.faults());
    if found.is_empty() && username.is_none() && email.is_none() && phone.is_none() {
        found.push(FieldError::new("username", "user.identifier_missing"));
    }
    if !found.is_empty() {
        return Err(found);
    }
    Ok(User {
        username,
        nickname,
        email,
        email_verified: draft.email_verified,
        phone,
        phone_verified: draft.phone_verified,
        attributes: draft.attributes,
        updated_at: now,
        version: current.version + 1,
        ..current.clone()
    })
}

/// Reads an identifier; an empty text is none.
fn read<T>(
    found: &mut Vec<FieldError>,
    field: &str,
    text: Option<String>,
    parse: impl Fn(&str) -> Result<T, NotAnIdentifier>,
) -> Option<T> {
    let text = text.filter(|it| !it.trim().is_empty())?;
    parse(&text)
        .map_err(|refused| found.push(FieldError::new(field, refused.0)))
        .ok()
}

#[cfg(test)]
mod tests;
