//! Replace a password that an administrator gave.

use super::{Facts, Interaction};

/// Due as long as the password is a temporary one.
pub(super) fn due(_: &Interaction, facts: &Facts<'_>) -> bool {
    facts.password_must_change
}
