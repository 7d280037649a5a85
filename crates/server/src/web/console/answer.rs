//! How the console's handlers answer: pages, ways onward, and refusals that stand in the form.

use axum::http::StatusCode;
use axum::response::Response;
use moongate_service::Error;

use crate::i18n::Locale;
use crate::web::error::Failure;
pub use crate::web::next::see_other as see;
use crate::web::pages::views::Problems;

/// What every handler gives.
pub type Answer = Result<Response, Failure>;

/// What a form can say about a refusal. Everything else is a page of its own.
pub fn problems(locale: Locale, err: Error) -> Result<Problems, Failure> {
    match err {
        Error::Invalid(fields) => Ok(Problems::of_fields(locale, &fields)),
        Error::State { code, names } => Ok(Problems::whole(
            locale,
            code,
            &[("names", names.join(", "))],
        )),
        Error::Stale => Ok(Problems::whole(locale, "object.stale", &[])),
        other => Err(other.into()),
    }
}

/// The status of a form that is shown again.
pub fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
