//! Who asks, and the one function that decides whether they may (security checklist 0.3).

use moongate_domain::administrator::{Access, KeyAccess, Resource, Role};
use moongate_domain::event;
use moongate_domain::id::{ManagementKeyId, PoolId, UserId};

use crate::error::Error;

/// Where a request came from, for the audit.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The client's address.
    pub ip: Option<String>,
    /// Its `User-Agent`, shortened.
    pub user_agent: Option<String>,
    /// The id in the answer, the log and the audit.
    pub request_id: Option<String>,
}

/// Who asks for something to be done to a pool.
#[derive(Debug, Clone)]
pub enum Actor {
    /// An administrator in the console or with an access token.
    Administrator {
        /// The user of the console pool.
        user_id: UserId,
        /// What they may do.
        role: Role,
    },
    /// A script with a management key.
    Key {
        /// The key.
        id: ManagementKeyId,
        /// What it may do.
        access: KeyAccess,
        /// The only pool it reaches.
        pool_id: Option<PoolId>,
    },
    /// The person themselves.
    Person(UserId),
    /// Somebody who has not proven who they are.
    Anonymous,
    /// The installation: commands and the first start.
    System,
}

impl Actor {
    /// How the audit names them.
    pub fn recorded(&self) -> event::Actor {
        match self {
            Self::Administrator { user_id, .. } => event::Actor::Administrator(user_id.clone()),
            Self::Key { id, .. } => event::Actor::Key(id.clone()),
            Self::Person(id) => event::Actor::User(id.clone()),
            Self::Anonymous => event::Actor::Anonymous,
            Self::System => event::Actor::System,
        }
    }

    /// Decides. A pool that a key cannot reach does not exist for it.
    pub fn may(
        &self,
        resource: Resource,
        access: Access,
        pool: Option<&PoolId>,
    ) -> Result<(), Error> {
        match self {
            Self::System => Ok(()),
            Self::Person(_) | Self::Anonymous => Err(Error::Forbidden("permission.missing")),
            Self::Administrator { role, .. } => match (role, resource, access) {
                (Role::Owner, ..) => Ok(()),
                (Role::Admin, Resource::Administration, _)
                | (Role::Viewer, Resource::Administration, _) => {
                    Err(Error::Forbidden("permission.missing"))
                }
                (Role::Admin, ..) | (Role::Viewer, _, Access::Read) => Ok(()),
                (Role::Viewer, _, Access::Write) => Err(Error::Forbidden("permission.missing")),
            },
            Self::Key {
                access: granted,
                pool_id,
                ..
            } => {
                if pool_id.is_some() && pool.is_some() && pool_id.as_ref() != pool {
                    return Err(Error::NotFound);
                }
                if pool_id.is_some() && pool.is_none() && access == Access::Write {
                    return Err(Error::Forbidden("permission.missing"));
                }
                if granted.permits(resource, access) {
                    Ok(())
                } else {
                    Err(Error::Forbidden("permission.missing"))
                }
            }
        }
    }

    /// The only pool this caller reaches, if it is limited to one.
    pub fn only_pool(&self) -> Option<&PoolId> {
        match self {
            Self::Key { pool_id, .. } => pool_id.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use moongate_domain::Timestamp;

    #[test]
    fn a_key_of_one_pool_does_not_see_another() {
        let (mine, other) = (
            random::id::<PoolId>(Timestamp(1)),
            random::id::<PoolId>(Timestamp(1)),
        );
        let key = Actor::Key {
            id: random::id(Timestamp(1)),
            access: KeyAccess::all(),
            pool_id: Some(mine.clone()),
        };
        assert!(key.may(Resource::Users, Access::Write, Some(&mine)).is_ok());
        assert!(matches!(
            key.may(Resource::Users, Access::Read, Some(&other)),
            Err(Error::NotFound)
        ));
        assert!(matches!(
            key.may(Resource::Pools, Access::Write, None),
            Err(Error::Forbidden(_))
        ));
    }

    #[test]
    fn a_viewer_reads_and_changes_nothing() {
        let viewer = Actor::Administrator {
            user_id: random::id(Timestamp(1)),
            role: Role::Viewer,
        };
        assert!(viewer.may(Resource::Users, Access::Read, None).is_ok());
        assert!(viewer.may(Resource::Users, Access::Write, None).is_err());
        assert!(
            viewer
                .may(Resource::Administration, Access::Read, None)
                .is_err()
        );
    }
}
