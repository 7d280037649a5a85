use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::*;

async fn ask(url: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = routes::<()>()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    (
        parts.status,
        parts.headers,
        body.collect().await.unwrap().to_bytes().to_vec(),
    )
}

#[tokio::test]
async fn a_style_sheet_is_served_for_ever_and_compressed_for_who_can_read_it() {
    let url = asset_url("hosted.css");
    let (status, plain, css) = ask(url, &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(plain[CACHE_CONTROL], IMMUTABLE);
    assert_eq!(plain[CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(String::from_utf8(css.clone()).unwrap().contains("--brand"));

    let (_, packed, body) = ask(url, &[("accept-encoding", "gzip, br;q=0.9")]).await;
    assert_eq!(packed[CONTENT_ENCODING], "br");
    assert!(body.len() < css.len() / 3);
    assert_ne!(packed[ETAG], plain[ETAG]);

    let (_, refused, _) = ask(url, &[("accept-encoding", "br;q=0")]).await;
    assert!(!refused.contains_key(CONTENT_ENCODING));
}

#[tokio::test]
async fn a_known_version_is_not_sent_again_and_an_old_one_is_not_found() {
    let url = asset_url("console.css");
    let (_, headers, _) = ask(url, &[]).await;
    let tag = headers[ETAG].to_str().unwrap();
    let (status, _, body) = ask(url, &[("if-none-match", tag)]).await;
    assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));

    let (status, _, _) = ask("/assets/console.0000000000000000.css", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _, _) = ask("/assets/console.css", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// The budget of the design guide: everything a first visit to the sign-in page loads beside its HTML.
#[test]
fn the_sign_in_page_stays_light() {
    let size = |name: &str| {
        ASSETS
            .iter()
            .find(|it| it.name == name)
            .unwrap()
            .brotli
            .len()
    };
    assert!(size("hosted.css") < 6_000, "{}", size("hosted.css"));
    assert!(size("hosted.js") < 8_000, "{}", size("hosted.js"));
}
