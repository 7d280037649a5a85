//! Which language a page is written in.

pub use moongate_domain::locale::Locale;

/// The language's name in itself, for the switch.
pub const fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "简体中文",
        Locale::EnUs => "English",
    }
}

/// The language that answers a BCP 47 tag: any `zh-…` or `en-…`, in any case.
pub fn parse(tag: &str) -> Option<Locale> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("zh") {
        Some(Locale::ZhCn)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Locale::EnUs)
    } else {
        None
    }
}

/// What is known about the language a person wants, strongest wish first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// `ui_locales` of the request: tags in order of preference (OpenID Connect Core, section 3.1.2.1).
    pub ui_locales: Option<&'a str>,
    /// What the person chose before, in this browser.
    pub cookie: Option<&'a str>,
    /// The `Accept-Language` header (RFC 9110, section 12.5.4).
    pub accept_language: Option<&'a str>,
}

/// Picks the language: `ui_locales`, then the cookie, then `Accept-Language`, then the pool's own.
pub fn negotiate(wishes: Wishes<'_>, pool: Locale) -> Locale {
    let asked = wishes
        .ui_locales
        .and_then(|it| it.split_whitespace().find_map(parse));
    asked
        .or_else(|| wishes.cookie.and_then(parse))
        .or_else(|| wishes.accept_language.and_then(accepted))
        .unwrap_or(pool)
}

/// The best of ours in `zh-CN,zh;q=0.9,en;q=0.8`.
fn accepted(header: &str) -> Option<Locale> {
    let mut best = None;
    for range in header.split(',').take(32) {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(Some(1.0), |it| it.parse::<f32>().ok());
        if let (Some(locale), Some(weight)) = (parse(tag), weight)
            && weight > 0.0
            && best.is_none_or(|(_, found)| weight > found)
        {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(
        ui_locales: Option<&str>,
        cookie: Option<&str>,
        accept_language: Option<&str>,
    ) -> Locale {
        negotiate(
            Wishes {
                ui_locales,
                cookie,
                accept_language,
            },
            Locale::ZhCn,
        )
    }

    #[test]
    fn the_request_beats_the_cookie_which_beats_the_browser_which_beats_the_pool() {
        assert_eq!(
            pick(Some("fr en-GB"), Some("zh-CN"), Some("zh")),
            Locale::EnUs
        );
        assert_eq!(pick(Some("fr"), Some("en-US"), Some("zh")), Locale::EnUs);
        assert_eq!(
            pick(None, None, Some("de, en;q=0.7, zh;q=0.8")),
            Locale::ZhCn
        );
        assert_eq!(pick(None, None, Some("zh;q=0, en;q=0.1")), Locale::EnUs);
        assert_eq!(pick(None, Some("tlh"), Some("fr")), Locale::ZhCn);
    }
}
