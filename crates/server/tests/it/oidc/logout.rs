//! RP-initiated logout.

use super::{Client, signed_in};

const PATH: &str = "/p/shop/oauth2/logout";

fn query(pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("{PATH}?{query}")
}

#[tokio::test]
async fn a_hint_of_ours_signs_out_and_returns_to_a_registered_address() {
    // P26, A-092
    let mut it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let hint = tokens["id_token"].as_str().unwrap();
    it.app.wait(400);
    let pairs = [
        ("id_token_hint", hint),
        ("post_logout_redirect_uri", Client::AFTER),
        ("state", "s 1"),
    ];
    let out = it.visitor.get(&query(&pairs)).await;
    assert_eq!(
        (out.status, out.location()),
        (303, "https://shop.example/bye?state=s+1")
    );
    let silent = it
        .visitor
        .get(&it.client.authorize(&[("prompt", "none")]))
        .await;
    assert_eq!(
        silent.location_parameter("error").as_deref(),
        Some("login_required")
    );
}

#[tokio::test]
async fn without_a_proof_the_person_is_asked_first() {
    // P26, T13
    let mut it = signed_in().await;
    let id = it.client.application.id.to_string();
    let pairs = [
        ("client_id", id.as_str()),
        ("post_logout_redirect_uri", Client::AFTER),
    ];
    let page = it.visitor.get(&query(&pairs)).await;
    assert_eq!(page.status, 200);
    let silent = it
        .visitor
        .get(&it.client.authorize(&[("prompt", "none")]))
        .await;
    assert!(
        silent.location_parameter("code").is_some(),
        "still signed in"
    );
    let out = it.visitor.press(&page, "confirm", &[]).await;
    assert_eq!((out.status, out.location()), (303, Client::AFTER));
}

#[tokio::test]
async fn a_hint_about_somebody_else_or_forged_is_no_proof() {
    // P26, T13
    let mut it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    let bob = it.app.person("bob").await;
    let mut other = it.app.visitor();
    bob.sign_in(&mut other).await;
    assert_eq!(
        other
            .get(&query(&[("id_token_hint", hint.as_str())]))
            .await
            .status,
        200
    );
    let body = hint.split('.').nth(1).unwrap();
    let forged = format!("eyJhbGciOiJub25lIn0.{body}.");
    assert_eq!(
        it.visitor
            .get(&query(&[("id_token_hint", forged.as_str())]))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn only_exactly_registered_addresses_are_returned_to() {
    // P26, T12
    let mut it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    for evil in [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "https:evil.test",
        "JaVaScRiPt:alert(1)",
        "https://shop.example/bye/",
        "https://shop.example/bye?x=1",
    ] {
        let pairs = [
            ("id_token_hint", hint.as_str()),
            ("post_logout_redirect_uri", evil),
        ];
        let refused = it.visitor.get(&query(&pairs)).await;
        assert_eq!((refused.status, refused.location()), (400, ""), "{evil}");
        assert!(!refused.says("evil.test"));
    }
    let silent = it
        .visitor
        .get(&it.client.authorize(&[("prompt", "none")]))
        .await;
    assert!(
        silent.location_parameter("code").is_some(),
        "nobody was signed out"
    );
}
