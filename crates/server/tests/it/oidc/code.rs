//! Spending codes.

use serde_json::json;

use super::wire::{claims, part, send};
use super::{Client, signed_in, signed_in_to};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

#[tokio::test]
async fn a_code_gives_tokens_that_say_what_they_are() {
    // P9, P16, P17
    let it = signed_in().await;
    let (status, tokens) = it.client.redeem(&it.back).await;
    assert_eq!(status, 200);
    assert_eq!(tokens["expires_in"], 600, "A-094");
    assert_eq!(tokens["scope"], "openid profile email");
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(part(token, 0)["typ"], "at+jwt");
    let access = claims(token);
    assert_eq!(access["iss"], "http://localhost:8080/p/shop");
    assert_eq!(access["client_id"], it.client.application.id.as_str());
    assert_ne!(access["aud"], it.client.application.id.as_str());
    assert_eq!(
        access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(),
        600
    );
    for personal in ["email", "name", "nickname", "preferred_username"] {
        assert!(access.get(personal).is_none(), "{personal}");
    }
    let id = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id["sub"], access["sub"]);
    assert!(id["auth_time"].is_i64() && id["at_hash"].is_string() && id["sid"].is_string());
}

#[tokio::test]
async fn a_code_spent_twice_ends_everything_it_gave() {
    // P6, T2
    let it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let (status, refused) = it.client.redeem(&it.back).await;
    assert_eq!(
        (status, refused["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = send(
        &it.app,
        "/p/shop/oauth2/userinfo",
        &[("authorization", &bearer)],
        None,
    )
    .await;
    assert_eq!(userinfo.status, 401);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let (status, _) = it
        .client
        .token(&[("grant_type", "refresh_token"), ("refresh_token", refresh)])
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn of_twenty_parallel_redemptions_one_succeeds() {
    // T2
    let it = signed_in().await;
    let all = (0..20).map(|_| it.client.redeem(&it.back));
    let outcomes = futures_util::future::join_all(all).await;
    assert_eq!(
        outcomes.iter().filter(|(status, _)| *status == 200).count(),
        1
    );
    assert!(
        outcomes
            .iter()
            .all(|(status, body)| *status == 200 || body["error"] == "invalid_grant")
    );
}

#[tokio::test]
async fn a_code_is_bound_to_its_client_redirect_uri_and_verifier() {
    // P5, P6, T3, T4
    let wrong: [&[(&str, &str)]; 5] = [
        &[("redirect_uri", "https://shop.example/other")],
        &[("code_verifier", "")],
        &[(
            "code_verifier",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX",
        )],
        &[("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEj")],
        &[("code", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
    ];
    for change in wrong {
        let it = signed_in().await;
        let code = it.back.location_parameter("code").unwrap();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", Client::REDIRECT),
            ("code_verifier", VERIFIER),
        ];
        for (name, value) in change {
            fields.retain(|(it, _)| it != name);
            if !value.is_empty() {
                fields.push((name, value));
            }
        }
        let (status, body) = it.client.token(&fields).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some("invalid_grant")),
            "{change:?}"
        );
    }
    let it = signed_in().await;
    let thief = it.app.client().await;
    let (status, body) = thief.redeem(&it.back).await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    let (status, _) = it.client.redeem(&it.back).await;
    assert_eq!(status, 400, "a foreign attempt burns the code");
}

#[tokio::test]
async fn a_code_lives_for_a_minute() {
    // P6
    let it = signed_in().await;
    it.app.wait(61);
    assert_eq!(it.client.redeem(&it.back).await.0, 400);
    let it = signed_in().await;
    it.app.wait(59);
    assert_eq!(it.client.redeem(&it.back).await.0, 200);
}

#[tokio::test]
async fn without_a_challenge_a_verifier_is_an_error() {
    // T4 (b): only a confidential application of the oidc profile may leave the challenge out
    let settings = json!({
        "first_party": true,
        "profile": "oidc",
        "token_endpoint_auth_method": "client_secret_post",
    });
    let mut it = signed_in_to(settings).await;
    let address = it.client.authorize(&[]);
    let bare = address.split("&code_challenge=").next().unwrap();
    let back = it.visitor.get(bare).await;
    let code = back
        .location_parameter("code")
        .expect("no challenge is fine here");
    let (secret, _) = moongate_service::applications::add_secret(
        &it.app.app,
        &moongate_service::Actor::System,
        &it.app.pool.id,
        &it.client.application.id,
        &moongate_service::Trace::default(),
    )
    .await
    .unwrap();
    let (status, body) = it
        .client
        .token(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", Client::REDIRECT),
            ("client_secret", secret.expose()),
            ("code_verifier", VERIFIER),
        ])
        .await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_grant")),
        "{body}"
    );
}
