//! `/console/p/{pool}/users` (C3).

use askama::Template;
use moongate_domain::user::{LockedBy, UserStatus};

use super::ConsoleFrame;
use super::parts::{Badge, Filter, Pager, Tone};
use crate::i18n::Moment;
use crate::web::pages::views::{Frame, initial};

/// A user in the list. Contacts are masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The user's id.
    pub id: String,
    /// Nickname, or the first identifier.
    pub name: String,
    /// User name, or the id where there is none.
    pub account: String,
    /// The masked number.
    pub phone: Option<String>,
    /// The masked address.
    pub email: Option<String>,
    /// The status in words.
    pub status: Badge,
    /// Whether Unlock is offered in place of Lock.
    pub is_locked: bool,
    /// Whether Thaw is offered in place of Freeze.
    pub is_frozen: bool,
    /// Where the account came from, in words.
    pub source: String,
    /// The last sign-in.
    pub last_sign_in: Option<Moment>,
    /// When it was made.
    pub created: Moment,
}

impl UserRow {
    fn initial(&self) -> String {
        initial(&self.name)
    }

    /// One of five grounds, the same for the same user.
    fn shade(&self) -> &'static str {
        let sum = self
            .id
            .bytes()
            .fold(0_usize, |sum, it| sum + usize::from(it));
        ["", " c2", " c3", " c4", " c5"][sum % 5]
    }
}

/// The list of users.
///
/// The search form sends `q`; the table's form posts `id` (repeated) and `action` = `lock`, `freeze` or `delete` to
/// `…/users/batch`, which answers with a question. Row menus lead to `…/users/{id}/edit`, `reset-password`, `lock`,
/// `unlock`, `freeze`, `thaw` and `delete`.
#[derive(Debug, Clone, Template)]
#[template(path = "console/users.html")]
pub struct Users {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// How many users the pool has.
    pub total: u64,
    /// How many the search finds, where that is known and something is searched.
    pub found: Option<u64>,
    /// What is searched.
    pub query: String,
    /// Filters besides.
    pub filters: Vec<Filter>,
    /// Whether anything narrows the list.
    pub is_narrowed: bool,
    /// The rows.
    pub rows: Vec<UserRow>,
    /// The pages.
    pub pager: Pager,
}

/// A status in words and colour.
pub fn user_status(frame: &Frame, status: UserStatus) -> Badge {
    let (tone, key) = match status {
        UserStatus::NotEnabled => (Tone::Plain, "user-not-enabled"),
        UserStatus::Normal => (Tone::Ok, "user-normal"),
        UserStatus::Locked(lock) if lock.by == LockedBy::Policy => {
            (Tone::Warn, "user-locked-by-policy")
        }
        UserStatus::Locked(_) => (Tone::Warn, "user-locked"),
        UserStatus::Frozen => (Tone::Bad, "user-frozen"),
    };
    Badge::new(tone, frame.t(key))
}
