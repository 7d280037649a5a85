//! `/api/docs`: the description of the API as a page for people, made of the same document that programs read.

mod model;

use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;

use super::BASE;
use crate::i18n::Locale;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Brand, Frame};
use crate::web::visit::Visit;
use model::Reference;

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::read);

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Page {
    frame: Frame,
    base: String,
    reference: &'static Reference,
}

/// `/api/docs`.
pub fn routes() -> Router<Web> {
    Router::new().route("/api/docs", get(show))
}

async fn show(State(web): State<Web>, visit: Visit) -> Result<Html<String>, Failure> {
    let frame = Frame {
        locale: visit.locale(None, Locale::EnUs),
        theme: visit.theme(),
        brand: Brand::product(),
        base: String::new(),
        here: "/api/docs".to_owned(),
        tx: None,
        csrf: String::new(),
        nonce: None,
        request_id: visit.request_id().to_owned(),
    };
    page(frame, &web.app.public_url)
}

fn page(frame: Frame, public_url: &str) -> Result<Html<String>, Failure> {
    let page = Page {
        frame,
        base: format!("{public_url}{BASE}"),
        reference: &REFERENCE,
    };
    page.render().map(Html).map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::html_check;
    use crate::web::pages::views::Theme;

    #[test]
    fn the_reference_page_is_sound_in_both_languages_and_names_every_route() {
        for locale in Locale::ALL {
            let frame = Frame {
                locale,
                theme: Theme::System,
                brand: Brand::product(),
                base: String::new(),
                here: "/api/docs".to_owned(),
                tx: None,
                csrf: String::new(),
                nonce: None,
                request_id: "req_0".to_owned(),
            };
            let Html(html) = page(frame, "http://localhost:8080").unwrap();
            html_check::check(&format!("api docs in {}", locale.tag()), &html, locale);
            html_check::dump("api-docs", locale, &html);
            for path in super::super::openapi::description().paths.paths.keys() {
                assert!(html.contains(path.as_str()), "{path}");
            }
            assert!(!html.contains("<script"), "it needs none");
        }
    }
}
