//! Style sheets, scripts and pictures that the binary carries, under addresses that name their content.
//!
//! Owns the table made by `build.rs` and how it is served. Theme sheets are made in [`super::theme`].

use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A year: the address changes whenever the content does.
pub(super) const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// One file, as it is and compressed.
struct Asset {
    name: &'static str,
    hash: &'static str,
    url: &'static str,
    content_type: &'static str,
    raw: &'static [u8],
    brotli: &'static [u8],
}

/// The address of an asset, such as `/assets/hosted.0f….css` for `hosted.css`; empty for an unknown name.
pub fn asset_url(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|it| it.name == name)
        .map_or("", |it| it.url)
}

/// Serves `/assets/{file}` for every file of the table.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS
        .iter()
        .find(|it| it.url.strip_prefix("/assets/") == Some(file.as_str()));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let compressed = accepts_brotli(&headers) && asset.brotli.len() < asset.raw.len();
    let etag = format!("\"{}{}\"", asset.hash, if compressed { "-br" } else { "" });
    let common = [
        (CACHE_CONTROL, IMMUTABLE.to_owned()),
        (VARY, ACCEPT_ENCODING.to_string()),
        (ETAG, etag.clone()),
    ];
    if has_tag(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = [(CONTENT_TYPE, asset.content_type)];
    if compressed {
        (common, kind, [(CONTENT_ENCODING, "br")], asset.brotli).into_response()
    } else {
        (common, kind, asset.raw).into_response()
    }
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .any(|it| {
            let (name, weight) = it.split_once(';').unwrap_or((it, ""));
            name.trim().eq_ignore_ascii_case("br")
                && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
}

/// Whether `If-None-Match` names this version (RFC 9110, section 13.1.2).
pub(super) fn has_tag(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .any(|it| matches!(it.trim(), "*") || it.trim().trim_start_matches("W/") == etag)
}

/// Every asset's address and bytes, for tests that look at pages from disk.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    ASSETS.iter().map(|it| (it.url, it.raw))
}

#[cfg(test)]
mod tests;
