//! One struct per page of the account centre.

use askama::Template;

use super::{Device, Person, Section};
use crate::i18n::Moment;
use crate::web::pages::views::{Frame, Notice, PasswordRule, Problems};

/// `/account/profile`. Posts `nickname` there.
#[derive(Debug, Clone, Template)]
#[template(path = "account/profile.html")]
pub struct Profile {
    /// What every page shares.
    pub frame: Frame,
    /// Whose page it is.
    pub person: Person,
    /// What was done just now.
    pub notice: Option<Notice>,
    /// The user's id.
    pub id: String,
    /// The display name in the field.
    pub nickname: String,
    /// The user name, if there is one.
    pub username: Option<String>,
    /// The address, and whether it is verified.
    pub email: Option<(String, bool)>,
    /// The phone number, and whether it is verified.
    pub phone: Option<(String, bool)>,
    /// Since when the account exists.
    pub created: Moment,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

/// `/account/security`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/security.html")]
pub struct Security {
    /// What every page shares.
    pub frame: Frame,
    /// Whose page it is.
    pub person: Person,
    /// What was done just now.
    pub notice: Option<Notice>,
    /// Whether there is a password, and when it was set last.
    pub password: Option<Moment>,
    /// The masked address, and whether it is verified.
    pub email: Option<(String, bool)>,
    /// How many devices are signed in, this one included.
    pub sessions: usize,
    /// Whether it is time to choose a new password (B-025).
    pub reminder: bool,
}

/// `/account/security/password`. Posts `password`, `new_password`, `confirm_password` there.
#[derive(Debug, Clone, Template)]
#[template(path = "account/change_password.html")]
pub struct ChangePassword {
    /// What every page shares.
    pub frame: Frame,
    /// Whose page it is.
    pub person: Person,
    /// The rules the new one must meet.
    pub rules: Vec<PasswordRule>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session's id.
    pub id: String,
    /// What it runs on.
    pub device: Device,
    /// Where it was last seen: its address.
    pub address: String,
    /// When it was last used.
    pub last_seen: Moment,
    /// Since when it is signed in.
    pub since: Moment,
    /// Whether it is the one that looks at the page.
    pub current: bool,
}

/// `/account/sessions` (A5). Posts to `/account/sessions/{id}/end` to sign one device out.
#[derive(Debug, Clone, Template)]
#[template(path = "account/sessions.html")]
pub struct Sessions {
    /// What every page shares.
    pub frame: Frame,
    /// Whose page it is.
    pub person: Person,
    /// What was done just now.
    pub notice: Option<Notice>,
    /// The devices, this one first.
    pub sessions: Vec<SessionRow>,
    /// After how many minutes without use a device is signed out.
    pub idle_minutes: u32,
    /// After how many hours in any case.
    pub longest_hours: u32,
}

/// `/account/sessions/end-all`. Posts there.
#[derive(Debug, Clone, Template)]
#[template(path = "account/end_all_sessions.html")]
pub struct EndAllSessions {
    /// What every page shares.
    pub frame: Frame,
    /// Whose page it is.
    pub person: Person,
}

macro_rules! sections {
    ($($page:ident => $section:ident),+ $(,)?) => {$(
        impl $page {
            const fn section(&self) -> Section {
                Section::$section
            }
        }
    )+};
}

sections! {
    Profile => Profile,
    Security => Security,
    ChangePassword => Security,
    Sessions => Sessions,
    EndAllSessions => Sessions,
}
