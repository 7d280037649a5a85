//! Renders every console page in both languages with sample data and reads the HTML.

use crate::i18n::Locale;
use crate::web::html_check;

mod samples;

#[test]
fn every_console_page_is_sound_in_both_languages() {
    for locale in Locale::ALL {
        for (name, page) in samples::pages(locale) {
            html_check::check(&format!("{name} in {}", locale.tag()), &page, locale);
            html_check::dump(name, locale, &page);
        }
    }
}
