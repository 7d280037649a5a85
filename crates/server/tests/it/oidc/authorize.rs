//! The authorization endpoint.

use serde_json::json;

use super::signed_in;
use super::wire::{claims, send};
use crate::support::{Client, TestApp};

#[tokio::test]
async fn nothing_is_redirected_before_the_redirect_uri_is_proven() {
    // P2, T1
    let app = TestApp::start().await;
    let client = app.client().await;
    let id = client.application.id.as_str();
    let evil = [
        "https://shop.example/callback/",
        "https://shop.example/callback?x=1",
        "https://shop.example/callback#f",
        "https://shop.example.evil.test/callback",
        "https://shop.example@evil.test/callback",
        "HTTPS://SHOP.EXAMPLE/callback",
        "https://shop.example:443/callback",
        "https://shop.example\\@evil.test",
        "http://shop.example/callback",
        "javascript:alert(1)",
        "",
    ];
    for uri in evil {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", id),
                ("redirect_uri", uri),
                ("response_type", "code"),
            ])
            .finish();
        let answer = send(
            &app,
            &format!("/p/shop/oauth2/authorize?{query}"),
            &[],
            None,
        )
        .await;
        assert_eq!(answer.status, 400, "{uri}");
        assert_eq!(answer.header("location"), "");
        assert!(!answer.text.contains("evil.test"), "{uri}");
    }
    let twice = format!("{}&redirect_uri=https://evil.test", client.authorize(&[]));
    assert_eq!(send(&app, &twice, &[], None).await.status, 400);
    let unknown = client
        .authorize(&[])
        .replace(id, "app_00000000000000000000000000");
    assert_eq!(send(&app, &unknown, &[], None).await.status, 400);
}

#[tokio::test]
async fn every_other_mistake_goes_back_with_state_and_issuer() {
    // P3, P4, P5, P8, T4
    let app = TestApp::start().await;
    let client = app.client().await;
    let base = client.authorize(&[]);
    let cases = [
        (
            base.replace("response_type=code", "response_type=token"),
            "unsupported_response_type",
        ),
        (base.replace("response_type=code&", ""), "invalid_request"),
        (
            base.replace("code_challenge_method=S256", "code_challenge_method=plain"),
            "invalid_request",
        ),
        (
            base.replace("&code_challenge_method=S256", ""),
            "invalid_request",
        ),
        (
            base.split("&code_challenge=").next().unwrap().to_owned(),
            "invalid_request",
        ),
        (
            base.replace("openid+profile+email", "openid+everything"),
            "invalid_scope",
        ),
        (format!("{base}&nonce=again"), "invalid_request"),
        (format!("{base}&prompt=none+login"), "invalid_request"),
        (format!("{base}&prompt=none"), "login_required"),
        (format!("{base}&max_age=-1"), "invalid_request"),
        (format!("{base}&request=e30."), "request_not_supported"),
        (
            format!("{base}&request_uri=https://evil.test"),
            "request_uri_not_supported",
        ),
    ];
    for (address, expected) in cases {
        let answer = send(&app, &address, &[], None).await;
        assert_eq!(answer.status, 303, "{address}");
        let location = answer.header("location");
        assert!(location.starts_with(Client::REDIRECT), "{location}");
        assert!(
            location.contains(&format!("error={expected}&")),
            "{expected}: {location}"
        );
        assert!(location.contains("state=the+state"), "{location}");
        assert!(
            location.contains("iss=http%3A%2F%2Flocalhost%3A8080%2Fp%2Fshop"),
            "{location}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_is_handed_over_without_a_page() {
    // P18
    let mut it = signed_in().await;
    let silent = it
        .visitor
        .get(&it.client.authorize(&[("prompt", "none")]))
        .await;
    let (status, tokens) = it.client.redeem(&silent).await;
    assert_eq!(status, 200, "{tokens}");
    let id_token = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id_token["nonce"], "the nonce");
    assert_eq!(id_token["aud"], it.client.application.id.as_str());
    assert_eq!(id_token["amr"], json!(["pwd"]));
}

#[tokio::test]
async fn a_fresh_proof_is_asked_for_and_has_a_newer_auth_time() {
    // P18
    let mut it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    it.app.wait(30);
    for more in [[("prompt", "login")], [("max_age", "10")]] {
        let page = it.client.send(&mut it.visitor, &more).await;
        assert_eq!(page.place(), "/p/shop/login", "{more:?}");
    }
    let silent = [("prompt", "none"), ("max_age", "10")];
    let refused = it.visitor.get(&it.client.authorize(&silent)).await;
    assert_eq!(
        refused.location_parameter("error").as_deref(),
        Some("login_required")
    );

    let page = it
        .client
        .send(&mut it.visitor, &[("prompt", "login")])
        .await;
    let back = it.visitor.sign_in(&page, "ada", "Seven-Owls-27").await;
    let (_, second) = it.client.redeem(&back).await;
    let time = |tokens: &serde_json::Value| {
        claims(tokens["id_token"].as_str().unwrap())["auth_time"].as_i64()
    };
    assert_eq!(time(&second).unwrap() - time(&first).unwrap(), 30);
}

#[tokio::test]
async fn a_hint_for_somebody_else_never_yields_a_token_for_the_present_person() {
    // P18: id_token_hint
    let mut it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    let same = [("prompt", "none"), ("id_token_hint", hint.as_str())];
    let back = it.visitor.get(&it.client.authorize(&same)).await;
    assert!(back.location_parameter("code").is_some());

    let bob = it.app.person("bob").await;
    let mut other = it.app.visitor();
    bob.sign_in(&mut other).await;
    let back = other.get(&it.client.authorize(&same)).await;
    assert_eq!(
        back.location_parameter("error").as_deref(),
        Some("login_required")
    );
}

#[tokio::test]
async fn a_closed_application_and_a_machine_have_no_sign_in() {
    // P7
    let app = TestApp::start().await;
    let closed = app.client_with(json!({ "enabled": false })).await;
    assert_eq!(
        send(&app, &closed.authorize(&[]), &[], None).await.status,
        400
    );
    let other = app.another_pool("Other").await;
    let client = app.client().await;
    let foreign = client
        .authorize(&[])
        .replace("/p/shop/", &format!("/p/{}/", other.slug));
    assert_eq!(
        send(&app, &foreign, &[], None).await.status,
        400,
        "A-004: an application of another pool"
    );
}
