//! Discovery and keys.

use moongate_service::{Actor, Trace, keys};

use super::wire::send;
use crate::support::TestApp;

#[tokio::test]
async fn the_metadata_is_the_same_under_every_well_known_form() {
    // P19
    let app = TestApp::start().await;
    let issuer = "http://localhost:8080/p/shop";
    let first = send(&app, "/p/shop/.well-known/openid-configuration", &[], None).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let document = first.json();
    assert_eq!(document["issuer"], issuer);
    assert_eq!(
        document["authorization_response_iss_parameter_supported"],
        true
    );
    assert_eq!(
        document["code_challenge_methods_supported"],
        serde_json::json!(["S256"])
    );
    for path in [
        "/p/shop/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/p/shop",
        "/.well-known/openid-configuration/p/shop",
    ] {
        assert_eq!(send(&app, path, &[], None).await.text, first.text, "{path}");
    }
    let tag = first.header("etag").to_owned();
    let again = send(
        &app,
        "/p/shop/.well-known/openid-configuration",
        &[("if-none-match", &tag)],
        None,
    )
    .await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[tokio::test]
async fn every_endpoint_of_the_metadata_answers() {
    // P19: only what works is listed
    let app = TestApp::start().await;
    let document = send(&app, "/p/shop/.well-known/openid-configuration", &[], None)
        .await
        .json();
    for (name, value) in document.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            let path = value
                .as_str()
                .unwrap()
                .strip_prefix("http://localhost:8080")
                .unwrap();
            let answer = send(&app, path, &[], None).await;
            assert!(
                ![404, 500].contains(&answer.status),
                "{name}: {}",
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn a_key_is_published_before_it_signs_and_stays_after() {
    // P20
    let app = TestApp::start().await;
    let kids = async || {
        let set = send(&app, "/p/shop/oauth2/jwks", &[], None).await.json();
        let keys = set["keys"].as_array().unwrap().clone();
        for key in &keys {
            assert!(
                key["kid"].is_string() && key["alg"].is_string() && key["use"] == "sig",
                "{key}"
            );
            assert!(key.get("d").is_none());
        }
        keys.iter()
            .map(|it| it["kid"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    keys::complete(&app.app, &app.pool.id).await.unwrap();
    let before = kids().await;
    let rotated = keys::rotate(&app.app, &Actor::System, &app.pool.id, &Trace::default())
        .await
        .unwrap();
    let after = kids().await;
    assert!(before.iter().all(|it| after.contains(it)));
    for key in rotated.iter().filter(|it| it.status().as_str() == "active") {
        assert!(
            before.contains(&key.id.to_string()),
            "a key signs that nobody could know"
        );
    }
}

#[tokio::test]
async fn unknown_pools_and_paths_are_not_found() {
    let app = TestApp::start().await;
    for path in [
        "/p/nobody/.well-known/openid-configuration",
        "/p/shop/oauth2/introspect",
        "/p/../oauth2/jwks",
    ] {
        assert_eq!(send(&app, path, &[], None).await.status, 404, "{path}");
    }
}
