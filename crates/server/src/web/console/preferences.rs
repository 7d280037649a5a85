//! Language and theme: what the address asks for is kept in this browser, so that the next page has it too.

use crate::i18n::{Locale, locale};
use crate::web::cookies::{self, Cookie};
use crate::web::pages::views::Theme;
use crate::web::params::Params;
use crate::web::visit::Visit;

const YEAR_SECONDS: i64 = 31_536_000;

/// The language and theme of this page. `?ui_locales=` and `?theme=` are remembered.
pub fn read(visit: &Visit, query: &Params) -> (Locale, Theme) {
    let asked = query.given("ui_locales").and_then(locale::parse);
    if let Some(chosen) = asked {
        keep(visit, cookies::LANGUAGE, chosen.tag());
    }
    let theme = query.given("theme").and_then(Theme::parse);
    if let Some(chosen) = theme {
        keep(visit, cookies::THEME, chosen.name());
    }
    (
        asked.unwrap_or_else(|| visit.locale(None, Locale::EnUs)),
        theme.unwrap_or_else(|| visit.theme()),
    )
}

fn keep(visit: &Visit, name: &str, value: &str) {
    visit.set_cookie(Cookie::new(name, value).kept_for(YEAR_SECONDS));
}
