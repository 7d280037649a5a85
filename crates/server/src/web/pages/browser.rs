//! A visit as use cases see it.

use moongate_domain::Secret;
use moongate_domain::pool::Pool;
use moongate_service::sessions::Browser;

use crate::i18n::Locale;
use crate::web::cookies::Cookie;
use crate::web::visit::Visit;

/// The cookie of a pool's login session. Its path must be `/`, so its name tells the pool.
pub fn session_cookie(pool: &Pool) -> String {
    format!("mg_s_{}", pool.slug)
}

/// The language a page of this pool is shown in.
pub fn locale(visit: &Visit, pool: &Pool, ui_locales: Option<&str>) -> Locale {
    visit.locale(ui_locales, pool.settings.default_locale)
}

/// The browser with its secrets for this pool.
pub fn of(visit: &Visit, pool: &Pool, ui_locales: Option<&str>) -> Browser {
    Browser {
        flow: Some(Secret::new(visit.flow())),
        session: visit.cookie(&session_cookie(pool)).map(Secret::new),
        locale: locale(visit, pool, ui_locales).tag().to_owned(),
        trace: visit.trace(),
    }
}

/// Keeps the token of a new session in the browser; it goes when the browser closes.
pub fn keep_session(visit: &Visit, pool: &Pool, token: &Secret) {
    visit.set_cookie(Cookie::new(&session_cookie(pool), token.expose()));
}

/// Forgets the session of this pool.
pub fn forget_session(visit: &Visit, pool: &Pool) {
    visit.clear_cookie(&session_cookie(pool));
}
