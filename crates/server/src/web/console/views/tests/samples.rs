//! Console pages with sample data.

use askama::Template;
use moongate_domain::password::PasswordPolicy;

use super::super::*;
use crate::i18n::Locale;
use crate::web::pages::views::{Brand, Frame, PasswordRule, Problems, Theme};

/// A page under a name for the dump.
type Sample = (&'static str, String);

fn frame(locale: Locale, here: &str) -> Frame {
    Frame {
        locale,
        theme: Theme::System,
        brand: Brand::product(),
        base: String::new(),
        here: here.into(),
        tx: None,
        csrf: "token".into(),
        nonce: Some("nonce".into()),
        request_id: "req_00112233445566778899".into(),
    }
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page of the folder.
pub fn pages(locale: Locale) -> Vec<Sample> {
    vec![("console-setup", html(&setup(locale)))]
}

fn setup(locale: Locale) -> Setup {
    let frame = frame(locale, "/console/setup?token=abc");
    Setup {
        rules: PasswordRule::list(&frame, &PasswordPolicy::default()),
        frame,
        token: "abc".into(),
        username: String::new(),
        problems: Problems::none(),
    }
}
