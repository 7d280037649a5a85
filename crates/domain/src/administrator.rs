//! Who may run the installation: users of the console pool with a role, and management keys.

use crate::Timestamp;
use crate::id::{ManagementKeyId, PoolId, UserId};
use serde::{Deserialize, Serialize};

/// What a user of the console pool may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, other administrators and keys included.
    Owner,
    /// Everything inside pools.
    Admin,
    /// Reads.
    Viewer,
}

impl Role {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Viewer => "viewer",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "owner" => Some(Self::Owner),
            "admin" => Some(Self::Admin),
            "viewer" => Some(Self::Viewer),
            _ => None,
        }
    }
}

/// An administrator: the role of a user of the console pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    /// The user of the console pool.
    pub user_id: UserId,
    /// What they may do.
    pub role: Role,
    /// The pool they land in.
    pub default_pool_id: Option<PoolId>,
}

/// One kind of object that permissions speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Pools.
    Pools,
    /// Users, their sessions and passwords.
    Users,
    /// Applications and their secrets.
    Applications,
    /// Sources.
    Sources,
    /// Audit events; they are only ever read.
    AuditEvents,
    /// Messages of local connectors.
    Outbox,
    /// Signing keys.
    SigningKeys,
    /// Administrators and management keys.
    Administration,
}

impl Resource {
    /// All of them, for forms and checks.
    pub const ALL: [Self; 8] = [
        Self::Pools,
        Self::Users,
        Self::Applications,
        Self::Sources,
        Self::AuditEvents,
        Self::Outbox,
        Self::SigningKeys,
        Self::Administration,
    ];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pools => "pools",
            Self::Users => "users",
            Self::Applications => "applications",
            Self::Sources => "sources",
            Self::AuditEvents => "audit_events",
            Self::Outbox => "outbox",
            Self::SigningKeys => "signing_keys",
            Self::Administration => "administration",
        }
    }
}

/// Reading or changing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads.
    Read,
    /// Reads and changes.
    Write,
}

/// What a management key may do, as a list such as `users:read`, `applications:write` or `*`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyAccess(pub Vec<String>);

impl KeyAccess {
    /// Everything.
    pub fn all() -> Self {
        Self(vec!["*".to_owned()])
    }

    /// Whether this permits the access; writing includes reading.
    pub fn permits(&self, resource: Resource, access: Access) -> bool {
        let name = resource.as_str();
        self.0.iter().any(|it| {
            it == "*"
                || it.strip_prefix(name).is_some_and(|rest| {
                    rest == ":write" || (rest == ":read" && access == Access::Read)
                })
        })
    }

    /// Whether this holds nothing that `holder` does not hold (security checklist A3).
    pub fn is_within(&self, holder: &Self) -> bool {
        let held = |word: &String| {
            holder.0.iter().any(|it| it == "*" || it == word)
                || word
                    .strip_suffix(":read")
                    .is_some_and(|name| holder.0.iter().any(|it| *it == format!("{name}:write")))
        };
        self.0.iter().all(held)
    }

    /// Whether every word of the list is one we know.
    pub fn is_well_formed(&self) -> bool {
        !self.0.is_empty()
            && self.0.iter().all(|it| {
                it == "*"
                    || Resource::ALL.iter().any(|r| {
                        *it == format!("{}:read", r.as_str())
                            || *it == format!("{}:write", r.as_str())
                    })
            })
    }
}

/// A key for scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagementKey {
    /// Its identifier.
    pub id: ManagementKeyId,
    /// What the administrator calls it.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// The only pool it reaches; none means all.
    pub pool_id: Option<PoolId>,
    /// What it may do.
    pub access: KeyAccess,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(words: &[&str]) -> KeyAccess {
        KeyAccess(words.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn nobody_hands_on_more_than_they_hold() {
        // A3
        let holder = access(&["users:write", "pools:read"]);
        for (words, within) in [
            (&["users:read"][..], true),
            (&["users:write", "pools:read"], true),
            (&["pools:write"], false),
            (&["applications:read"], false),
            (&["*"], false),
        ] {
            assert_eq!(access(words).is_within(&holder), within, "{words:?}");
            assert!(access(words).is_within(&KeyAccess::all()));
        }
    }
}
