//! The account centre: profile, security, devices.

mod device;
mod pages;

pub use device::Device;
pub use pages::{ChangePassword, EndAllSessions, Profile, Security, SessionRow, Sessions};

use super::brand::initial;

/// The signed-in person, as every page of the account centre shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Nickname, or the first identifier.
    pub name: String,
    /// The first identifier: what they sign in with.
    pub account: String,
}

impl Person {
    pub(crate) fn initial(&self) -> String {
        initial(&self.name)
    }
}

/// The entry of the navigation that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Profile,
    Security,
    Sessions,
}
