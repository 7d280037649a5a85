use axum::Router;
use axum::http::header;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use moongate_domain::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::web::host as host_check;
use crate::web::json::Json;
use crate::web::params::Form;

const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

/// A small product.
fn product() -> Router {
    Router::new()
        .route("/page", get(async || axum::response::Html("<p>moon</p>")))
        .route("/panic", get(async || -> Response { panic!("on purpose") }))
        .route(
            "/form",
            post(async |Form(form): Form| form.field("name").to_owned()),
        )
        .route(
            "/api/v1/names",
            post(async |Json(named): Json<Named>| named.name),
        )
        .route(
            "/plain",
            get(async || (StatusCode::CONFLICT, "axum says no")),
        )
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || host_check::not_allowed())
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

async fn send_to(public_url: &str, request: Request<Body>) -> Answer {
    let flags = [("public_url", public_url.to_owned())].into();
    let frame = Frame {
        config: Arc::new(Config::load(flags, [], None).unwrap()),
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        metrics: Arc::new(Metrics::new(Timestamp(0))),
    };
    let work = async |request| product().oneshot(request).await.unwrap();
    let (parts, body) = frame.answer(PEER, request, work).await.into_parts();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        text: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
    }
}

async fn send(method: &str, path: &str, lines: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost:8080");
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    send_to("http://localhost:8080", request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn an_unknown_address_is_told_in_the_callers_format_and_language() {
    // A7; contract section 4
    let page = send(
        "GET",
        "/none",
        &[("accept", "text/html"), ("accept-language", "zh-CN")],
        "",
    )
    .await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("lang=\"zh-CN\""), "{}", page.text);
    assert!(page.text.contains(page.header("x-request-id")));

    let problem = send("GET", "/api/v1/none", &[("accept-language", "zh")], "").await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    let json = problem.json();
    assert_eq!(json["code"], "request.not_found");
    assert_eq!(json["title"], "不存在");
    assert_eq!(json["request_id"], problem.header("x-request-id"));

    let oauth = send("POST", "/p/shop/oauth2/token", &[], "").await;
    assert_eq!(oauth.json()["error"], "invalid_request");
}

#[tokio::test]
async fn a_page_carries_every_protecting_header() {
    // W5
    let page = send("GET", "/page", &[], "").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    assert_eq!(page.header("strict-transport-security"), "");

    let again = send("GET", "/page", &[], "").await;
    assert_ne!(
        page.header("content-security-policy"),
        again.header("content-security-policy"),
        "each answer has its own nonce"
    );
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    // W5
    let request = Request::get("/page").header("host", "id.example.com");
    let page = send_to(
        "https://id.example.com",
        request.body(Body::empty()).unwrap(),
    )
    .await;
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_request_id_is_ours_and_new_each_time() {
    let planted = [("x-request-id", "req_planted")];
    let first = send("GET", "/page", &planted, "").await;
    let second = send("GET", "/page", &planted, "").await;
    assert_ne!(first.header("x-request-id"), "req_planted");
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
}

#[tokio::test]
async fn a_method_that_is_not_answered_is_refused_with_those_that_are() {
    // D5
    for method in ["TRACE", "CONNECT", "BREW"] {
        let answer = send(method, "/page", &[], "").await;
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.header("allow").contains("GET"));
    }
    let answer = send("DELETE", "/page", &[], "").await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
}

#[tokio::test]
async fn more_than_the_limits_is_refused_and_the_limits_themselves_are_not() {
    // A6
    let json = [("content-type", "application/json")];
    let path = "/api/v1/names";
    let body = |size: usize| format!("{{\"name\":\"{}\"}}", "x".repeat(size - 11));
    assert_eq!(
        send("POST", path, &json, body(limits::BODY)).await.status,
        200
    );
    assert_eq!(
        send("POST", path, &json, body(limits::BODY + 1))
            .await
            .status,
        413
    );

    let announced = [json[0], ("content-length", "1048577")];
    let answer = send("POST", path, &announced, "").await;
    assert_eq!(answer.json()["code"], "request.body_too_large");

    let long = |size: usize| format!("/page?{}", "x".repeat(size - 6));
    assert_eq!(
        send("GET", &long(limits::TARGET), &[], "").await.status,
        200
    );
    assert_eq!(
        send("GET", &long(limits::TARGET + 1), &[], "").await.status,
        414
    );

    let large = "x".repeat(limits::HEADERS);
    assert_eq!(
        send("GET", "/page", &[("x-large", &large)], "")
            .await
            .status,
        431
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_read_names_the_field() {
    let json = [("content-type", "application/json")];
    let answer = send("POST", "/api/v1/names", &json, r#"{"name":"a","role":"x"}"#).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["errors"][0]["field"], "role");
    assert_eq!(
        answer.json()["errors"][0]["message"],
        "There is no such field"
    );

    let text = [("content-type", "text/plain")];
    assert_eq!(
        send("POST", "/api/v1/names", &text, r#"{"name":"a"}"#)
            .await
            .status,
        415
    );
    assert_eq!(send("POST", "/form", &text, "name=a").await.status, 415);

    let form = [(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    assert_eq!(send("POST", "/form", &form, "name=a+b").await.text, "a b");
    assert_eq!(
        send("POST", "/form", &form, "name=a&name=b").await.status,
        400
    );
}

#[tokio::test]
async fn a_panic_is_answered_in_the_callers_format_and_tells_nothing() {
    // A7
    let answer = send("GET", "/panic", &[("accept", "application/json")], "").await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["code"], "server.failed");
    assert!(!answer.text.contains("on purpose"));
}

#[tokio::test]
async fn what_no_handler_of_ours_wrote_gets_the_callers_format_too() {
    let answer = send("GET", "/plain", &[("accept", "application/json")], "").await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.json()["code"], "request.invalid");
}

#[tokio::test]
async fn a_request_for_another_host_is_refused() {
    // T22
    let request = Request::get("/page").header("host", "evil.test");
    let answer = send_to(
        "https://id.example.com",
        request.body(Body::empty()).unwrap(),
    )
    .await;
    assert_eq!(answer.status, 421);
    assert!(!answer.text.contains("evil.test"));
}
