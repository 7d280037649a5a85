//! Userinfo, and which pages of other origins may read it.

use serde_json::json;

use super::wire::{claims, send};
use super::{signed_in, signed_in_to};

const PATH: &str = "/p/shop/oauth2/userinfo";

#[tokio::test]
async fn userinfo_tells_what_the_scope_asks_for() {
    let it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let token = tokens["access_token"].as_str().unwrap();
    let bearer = format!("Bearer {token}");
    let told = send(&it.app, PATH, &[("authorization", &bearer)], None).await;
    assert_eq!(told.status, 200);
    assert_eq!(told.header("cache-control"), "no-store");
    let told = told.json();
    assert_eq!(
        told["sub"],
        claims(tokens["id_token"].as_str().unwrap())["sub"]
    );
    assert_eq!(told["email"], "ada@example.com");
    assert_eq!(told["preferred_username"], "ada");
    assert!(told.get("phone_number").is_none());
    let posted = send(&it.app, PATH, &[], Some(&[("access_token", token)])).await;
    assert_eq!(posted.json(), told);
}

#[tokio::test]
async fn chosen_claims_are_in_both_places() {
    //
    let it = signed_in_to(json!({ "first_party": true, "claims": ["email"] })).await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    assert_eq!(
        claims(tokens["id_token"].as_str().unwrap())["email"],
        "ada@example.com"
    );
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let told = send(&it.app, PATH, &[("authorization", &bearer)], None)
        .await
        .json();
    assert_eq!(told["email"], "ada@example.com");
    assert!(told.get("preferred_username").is_none());
}

#[tokio::test]
async fn what_is_no_access_token_of_this_pool_is_challenged() {
    // P9, P16, T11, RFC 6750
    let it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let token = tokens["access_token"].as_str().unwrap();
    let none = send(&it.app, PATH, &[], None).await;
    assert_eq!(
        (none.status, none.header("www-authenticate")),
        (401, "Bearer")
    );
    let in_query = send(&it.app, &format!("{PATH}?access_token={token}"), &[], None).await;
    assert_eq!(in_query.status, 401);
    let body = token.split('.').nth(1).unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{body}.");
    let clipped = &token[..token.len() - 4];
    let id_token = tokens["id_token"].as_str().unwrap();
    for forged in [unsigned.as_str(), clipped, id_token, "x", "a.b.c"] {
        let bearer = format!("Bearer {forged}");
        let refused = send(&it.app, PATH, &[("authorization", &bearer)], None).await;
        assert_eq!(refused.status, 401);
        assert!(
            refused.header("www-authenticate").contains("invalid_token"),
            "{forged}"
        );
    }
    let bearer = format!("Bearer {token}");
    let other = it.app.another_pool("Other").await;
    let foreign = format!("/p/{}/oauth2/userinfo", other.slug);
    assert_eq!(
        send(&it.app, &foreign, &[("authorization", &bearer)], None)
            .await
            .status,
        401
    );
    it.app.wait(601);
    assert_eq!(
        send(&it.app, PATH, &[("authorization", &bearer)], None)
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn only_the_origins_of_redirect_uris_may_read_answers() {
    // P29, A-133
    let it = signed_in().await;
    for (origin, allowed) in [
        ("https://shop.example", true),
        ("https://evil.test", false),
        ("https://shop.example.evil.test", false),
        ("http://shop.example", false),
        ("null", false),
    ] {
        let headers = [("origin", origin)];
        for path in [PATH, "/p/shop/oauth2/token"] {
            let answer = send(&it.app, path, &headers, Some(&[("x", "y")])).await;
            let expected = if allowed { origin } else { "" };
            assert_eq!(
                answer.header("access-control-allow-origin"),
                expected,
                "{path} {origin}"
            );
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
        let page = send(&it.app, &it.client.authorize(&[]), &headers, None).await;
        assert_eq!(page.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn of_two_authorization_lines_neither_counts() {
    // K1, P10: whoever stands between may have read the other one.
    let it = signed_in().await;
    let (_, tokens) = it.client.redeem(&it.back).await;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let twice = [("authorization", &*bearer), ("authorization", "Bearer x")];
    assert_eq!(send(&it.app, PATH, &twice, None).await.status, 401);
    let basic = [
        ("authorization", "Basic eDp5"),
        ("authorization", "Basic eDp6"),
    ];
    let form = Some(&[("grant_type", "client_credentials")][..]);
    let answer = send(&it.app, "/p/shop/oauth2/token", &basic, form).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("malformed"), "{}", answer.text);
}
