//! What every page of a pool shares, filled in from the visit.

use moongate_domain::application::Application;
use moongate_domain::id::InteractionId;
use moongate_domain::pool::Pool;

use super::views::{Brand, Frame, Logo};
use crate::i18n::Locale;
use crate::web::theme::Rgb;
use crate::web::visit::Visit;

/// The face of an application, or of its pool where no application is involved.
pub fn brand(pool: &Pool, application: Option<&Application>) -> Brand {
    let mut brand = Brand::named(application.map_or(&pool.name, |it| &it.name));
    let logo = application
        .and_then(|it| it.logo.as_ref())
        .or(pool.logo.as_ref());
    if let Some(id) = logo {
        brand.logo = Logo::Picture(format!("/p/{}/images/{id}", pool.slug));
    }
    let color = application
        .and_then(|it| it.brand_color.as_deref())
        .or(pool.brand_color.as_deref());
    match color.and_then(|it| it.parse::<Rgb>().ok()) {
        Some(color) => brand.coloured(color),
        None => brand,
    }
}

/// A page at `path` below the pool's address, in a run or outside one.
pub fn of(
    visit: &Visit,
    pool: &Pool,
    application: Option<&Application>,
    locale: Locale,
    (path, run): (&str, Option<&InteractionId>),
) -> Frame {
    let base = format!("/p/{}", pool.slug);
    let here = match run {
        Some(run) => format!("{base}{path}?tx={run}"),
        None => format!("{base}{path}"),
    };
    Frame {
        locale,
        theme: visit.theme(),
        brand: brand(pool, application),
        base,
        here,
        tx: run.map(ToString::to_string),
        csrf: visit.csrf_token(None),
        nonce: Some(visit.nonce().to_owned()),
        request_id: visit.request_id().to_owned(),
    }
}
