//! Management keys and signing keys.

use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn a_key_is_shown_once_ends_at_its_time_and_when_it_is_revoked() {
    // A8
    let app = TestApp::start().await;
    let owner = app.script();
    let end = (app.app.now().plus_seconds(100)).to_string();
    let body = json!({ "name": "ci", "access": ["users:read"], "expires_at": end });
    let made = owner.post("/management-keys", body).await;
    assert_eq!(made.status, 201);
    let key = made.json()["key"].as_str().unwrap().to_owned();
    assert!(key.starts_with("mgk_"));
    let script = app.script_with(&key);
    let users = format!("/pools/{}/users", app.pool.slug);
    assert_eq!(script.get(&users).await.status, 200);
    assert!(!owner.get("/management-keys").await.text.contains(&key));
    app.wait(100);
    assert_eq!(script.get(&users).await.status, 401);

    let made = owner
        .post(
            "/management-keys",
            json!({ "name": "b", "access": ["users:read"] }),
        )
        .await;
    let script = app.script_with(made.json()["key"].as_str().unwrap());
    assert_eq!(script.get(&users).await.status, 200);
    let path = format!("/management-keys/{}", made.id());
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(script.get(&users).await.status, 401);
    assert_eq!(owner.delete(&path).await.status, 404);
}

#[tokio::test]
async fn nobody_makes_a_key_that_may_do_more_than_they_may() {
    // A3, T36
    let app = TestApp::start().await;
    let some = app
        .script_that_may(&["administration:write", "users:read"], None)
        .await;
    for (access, status) in [
        (json!(["users:read"]), 201),
        (json!(["users:write"]), 403),
        (json!(["*"]), 403),
        (json!(["nothing:read"]), 422),
        (json!([]), 422),
    ] {
        let body = json!({ "name": "k", "access": access });
        let answer = some.post("/management-keys", body).await;
        assert_eq!(answer.status, status, "{access}");
    }
    let past =
        json!({ "name": "k", "access": ["users:read"], "expires_at": "2020-01-01T00:00:00Z" });
    let answer = some.post("/management-keys", past).await;
    assert_eq!(
        answer.field(),
        ("expires_at".to_owned(), "time.past".to_owned())
    );
}

#[tokio::test]
async fn rotating_retires_what_signed_and_publishes_the_next() {
    let app = TestApp::start().await;
    let script = app.script();
    let path = format!("/pools/{}/signing-keys", app.pool.slug);
    let after = script.post(&format!("{path}/rotate"), json!({})).await;
    assert_eq!(after.status, 200);
    let count = |status: &str| {
        let keys = after.json()["items"].as_array().unwrap().clone();
        keys.iter().filter(|it| it["status"] == status).count()
    };
    assert_eq!(
        (count("active"), count("next"), count("retired")),
        (2, 2, 2)
    );
    assert_eq!(script.get(&path).await.json(), after.json());
    assert!(!after.text.contains("\"d\""));
}

#[tokio::test]
async fn a_rotation_too_many_is_refused_and_the_pool_goes_on() {
    // P20, T40: a set of more keys than may be read would stop every sign-in of the pool.
    let app = TestApp::start().await;
    let script = app.script();
    let path = format!("/pools/{}/signing-keys/rotate", app.pool.slug);
    let mut last = script.post(&path, json!({})).await;
    for _ in 0..20 {
        if last.status != 200 {
            break;
        }
        last = script.post(&path, json!({})).await;
    }
    assert_eq!(last.status, 429, "{}", last.text);
    assert!(!last.header("retry-after").is_empty());
    let jwks = app.visitor().get("/p/shop/oauth2/jwks").await;
    assert_eq!(jwks.status, 200, "{}", jwks.text);
    // A day later the first ones have gone.
    app.wait(86_401);
    assert_eq!(script.post(&path, json!({})).await.status, 200);
}

#[tokio::test]
async fn a_key_that_ends_makes_none_that_lasts_longer() {
    // A3, T36
    let app = TestApp::start().await;
    let ends = |seconds| app.app.now().plus_seconds(seconds).to_string();
    let body = json!({ "name": "ci", "access": ["administration:write"], "expires_at": ends(100) });
    let made = app.script().post("/management-keys", body).await;
    let script = app.script_with(made.json()["key"].as_str().unwrap());
    for (end, status) in [
        (json!(null), 403),
        (json!(ends(101)), 403),
        (json!(ends(100)), 201),
        (json!(ends(5)), 201),
    ] {
        let body = json!({ "name": "k", "access": ["administration:read"], "expires_at": end });
        let answer = script.post("/management-keys", body).await;
        assert_eq!(answer.status, status, "{end}: {}", answer.text);
    }
}

#[tokio::test]
async fn who_may_only_read_about_administrators_does_not_read_their_codes() {
    // T36: a code from the Outbox of the console pool is a sign-in as its owner.
    let app = TestApp::start().await;
    let read = ["administration:read", "outbox:read"];
    let reader = app.script_that_may(&read, None).await;
    assert_eq!(reader.get("/pools/console/outbox").await.status, 403);
    assert_eq!(reader.get("/pools/shop/outbox").await.status, 200);
    let write = ["administration:write", "outbox:read"];
    let writer = app.script_that_may(&write, None).await;
    assert_eq!(writer.get("/pools/console/outbox").await.status, 200);
}

#[tokio::test]
async fn an_administrator_is_not_found_in_another_pool() {
    // T35: the answer must not tell that the id is an administrator's.
    let app = TestApp::start().await;
    let console = app.script().get("/pools/console/users").await;
    let owner = console.json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let script = app.script_that_may(&["users:write"], None).await;
    for deed in ["reset-password", "end-sessions", "lock", "freeze"] {
        let path = format!("/pools/shop/users/{owner}/{deed}");
        assert_eq!(script.post(&path, json!({})).await.status, 404, "{deed}");
    }
}
