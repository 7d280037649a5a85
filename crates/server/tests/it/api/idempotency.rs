//! `Idempotency-Key`.

use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn a_repeated_post_gets_the_first_answer_again_for_a_day() {
    // A5
    let app = TestApp::start().await;
    let script = app.script();
    let path = format!("/pools/{}/applications", app.pool.slug);
    let body = json!({ "name": "Shop", "type": "web" });
    let first = script.post_once("k-1", &path, body.clone()).await;
    assert_eq!(first.status, 201);
    assert!(first.json()["client_secret"].is_string());
    let again = script.post_once("k-1", &path, body.clone()).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("location"), first.header("location"));
    let other = script
        .post_once("k-1", &path, json!({ "name": "Other", "type": "web" }))
        .await;
    assert_eq!(other.status, 409);
    assert_eq!(other.code(), "idempotency_key.other_request");
    assert_eq!(
        script.get(&path).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    app.wait(86_401);
    let later = script.post_once("k-1", &path, body).await;
    assert_eq!(later.status, 201);
    assert_ne!(later.text, first.text);
}

#[tokio::test]
async fn a_failed_post_may_be_tried_again_and_keys_of_callers_are_apart() {
    // A5
    let app = TestApp::start().await;
    let script = app.script();
    let path = format!("/pools/{}/users", app.pool.slug);
    let body = json!({ "username": "ada", "email": "ada@example.com" });
    let bad = script
        .post_once("k-1", &path, json!({ "username": "ada" }))
        .await;
    assert_eq!(bad.status, 422);
    assert_eq!(
        script.post_once("k-1", &path, body.clone()).await.status,
        201
    );
    let other = app.script_that_may(&["users:write"], None).await;
    assert_eq!(other.post_once("k-1", &path, body).await.status, 422);
    for key in ["", "with blank", &"x".repeat(256)] {
        let body = json!({ "username": "bob", "email": "bob@example.com" });
        let answer = script.post_once(key, &path, body).await;
        assert_eq!(answer.field().0, "Idempotency-Key", "{key}");
    }
}
