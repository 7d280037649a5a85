//! What was just done, told once on the next page. The cookie holds the name of a sentence and nothing else.

use super::views::Toast;
use crate::i18n::{Locale, t};
use crate::web::cookies::Cookie;
use crate::web::visit::Visit;

const COOKIE: &str = "mg_done";

/// The sentences that can be told.
const KEYS: [&str; 19] = [
    "done-saved",
    "done-pool-created",
    "done-pool-deleted",
    "done-pool-default",
    "done-user-created",
    "done-user-locked",
    "done-user-unlocked",
    "done-user-frozen",
    "done-user-thawed",
    "done-user-deleted",
    "done-users-changed",
    "done-users-deleted",
    "done-password-mailed",
    "done-sessions-ended",
    "done-application-created",
    "done-application-on",
    "done-application-off",
    "done-applications-deleted",
    "done-key-revoked",
];

/// Leaves a sentence for the next page.
pub fn tell(visit: &Visit, key: &'static str) {
    visit.set_cookie(Cookie::new(COOKIE, key).kept_for(60));
}

/// Takes the sentence that was left.
pub fn told(visit: &Visit, locale: Locale) -> Option<Toast> {
    let left = visit.cookie(COOKIE).filter(|it| !it.is_empty())?;
    visit.clear_cookie(COOKIE);
    let key = KEYS.into_iter().find(|it| *it == left)?;
    Some(Toast {
        text: t(locale, key, &[]).into_owned(),
        is_failure: false,
    })
}
