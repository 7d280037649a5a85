//! Which claims about a person an application gets (OpenID Connect Core, sections 5.1 and 5.4).

use crate::user;

/// Attributes beside the fixed ones that an application can be given.
const MEMBERS: [&str; 4] = ["username", "nickname", "email", "phone"];

/// Whether there is such an attribute.
pub fn is_attribute(name: &str) -> bool {
    MEMBERS.contains(&name) || user::fixed(name).is_some()
}
