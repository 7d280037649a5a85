//! Users.

use serde_json::{Value, json};

use crate::support::{Script, TestApp};

const USERS: &str = "/pools/shop/users";

async fn make(script: &Script, name: &str) -> String {
    let body = json!({
        "username": name,
        "email": format!("{name}@example.com"),
        "phone": "18600000001",
        "nickname": "N",
        "password": "Quiet-Harbour-27",
    });
    let mut body = body;
    if name != "linyue" {
        body["phone"] = Value::Null;
    }
    let made = script.post(USERS, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.id()
}

#[tokio::test]
async fn values_are_masked_unless_they_are_revealed_and_that_is_recorded() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let id = make(&script, "linyue").await;
    let path = format!("{USERS}/{id}");
    let user = script.get(&path).await.json();
    assert_eq!(user["email"], "lin***@example.com");
    assert_eq!(user["phone"], "+86-186****0001");
    assert_eq!(
        (&user["status"], &user["source"]),
        (&json!("not_enabled"), &json!("API"))
    );
    assert_eq!(
        (&user["last_sign_in_at"], &user["groups"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(script.get(USERS).await.json()["items"][0], user);
    let whole = script.get(&format!("{path}?reveal=true")).await.json();
    assert_eq!(whole["email"], "linyue@example.com");
    assert_eq!(whole["phone"], "+8618600000001");
    let events = script
        .get("/pools/shop/audit-events?type=user.revealed")
        .await
        .json();
    assert_eq!(events["items"][0]["user_id"], json!(id));

    let changed = script
        .patch(&path, json!({ "nickname": "Moon" }))
        .await
        .json();
    assert_eq!(changed["email"], "lin***@example.com");
    let changed = script
        .patch(&path, json!({ "email": "new@example.com" }))
        .await
        .json();
    assert_eq!(
        (&changed["email"], &changed["phone"]),
        (&json!("new@example.com"), &user["phone"])
    );
    for (name, value) in [
        ("password", json!("x")),
        ("id", json!("x")),
        ("source", json!("IMPORT")),
    ] {
        let answer = script.patch(&path, json!({ name: value })).await;
        // A-044, W16, T25
        assert_eq!((answer.status, answer.field().0.as_str()), (400, name));
    }
}

#[tokio::test]
async fn a_search_finds_parts_of_everything_that_names_a_user() {
    // A-042, T40
    let app = TestApp::start().await;
    let script = app.script();
    let id = make(&script, "linyue").await;
    make(&script, "grace").await;
    let found = async |text: &str| {
        let page = script
            .get(&format!("{USERS}?count=exact&search={text}"))
            .await
            .json();
        let items = page["items"].as_array().unwrap().clone();
        assert_eq!(page["total"], items.len(), "{text}");
        items
            .iter()
            .map(|it| it["username"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for text in ["linyue", "INY", "li", "00001", "linyue%40example", &id] {
        assert_eq!(found(text).await, ["linyue"], "{text}");
    }
    assert_eq!(found("example").await.len(), 2);
    for text in ["%25", "_", "*", "%25%25%25", "___", "%22", "%27%27%27"] {
        assert_eq!(found(text).await, [""; 0], "{text}");
    }
}

#[tokio::test]
async fn a_user_is_locked_frozen_and_back_again() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let id = make(&script, "ada").await;
    let act = async |name: &str| {
        script
            .post(&format!("{USERS}/{id}/{name}"), json!({}))
            .await
    };
    let locked = act("lock").await.json();
    assert_eq!(
        (&locked["status"], &locked["lock"]),
        (&json!("locked"), &json!({ "by": "admin" }))
    );
    assert_eq!(act("lock").await.code(), "user.already_locked");
    assert_eq!(act("freeze").await.json()["status"], "frozen");
    assert_eq!(act("thaw").await.json()["status"], "locked");
    app.wait(366 * 86_400);
    let path = format!("{USERS}/{id}");
    assert_eq!(script.get(&path).await.json()["status"], "locked");
    assert_eq!(act("unlock").await.json()["status"], "not_enabled");
    assert_eq!(act("unlock").await.status, 409);
    assert_eq!(act("end-sessions").await.status, 204);
    assert_eq!(
        script.get(&format!("{path}/sessions")).await.json()["items"],
        json!([])
    );
    let odd = script
        .post(&format!("{path}/lock"), json!({ "until": 1 }))
        .await;
    assert_eq!((odd.status, odd.field().0.as_str()), (400, "until"));
    let empty = script.send("POST", &format!("{path}/lock"), &[], "").await;
    assert_eq!(empty.status, 200);
}

#[tokio::test]
async fn a_reset_is_mailed_to_a_proven_address_and_shown_once_otherwise() {
    // A-048, Z-24
    let app = TestApp::start().await;
    let script = app.script();
    let id = make(&script, "ada").await;
    let reset = async || {
        script
            .post(&format!("{USERS}/{id}/reset-password"), json!({}))
            .await
            .json()
    };
    let shown = reset().await;
    assert_eq!(shown["delivery"], "shown_once");
    assert!(shown["temporary_password"].as_str().unwrap().len() > 15);
    let proven = json!({ "email_verified": true });
    script.patch(&format!("{USERS}/{id}"), proven).await;
    assert_eq!(reset().await, json!({ "delivery": "mailed" }));
    assert_eq!(app.outbox("ada@example.com").await.len(), 1);
    let sent = script
        .get("/pools/shop/outbox?to=ada@example.com")
        .await
        .json();
    assert_eq!(sent["items"][0]["to"], "ada@example.com");
    assert_eq!(sent["items"][0]["scene"], "password_reset_by_admin");
}

#[tokio::test]
async fn a_batch_is_done_whole_or_not_at_all() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let user = |name: &str, email: &str| json!({ "username": name, "email": email });
    let batch = |users: Vec<Value>| json!({ "users": users });
    let path = format!("{USERS}/batch");
    let made = script
        .post(
            &path,
            batch(vec![
                user("ada", "a@example.com"),
                user("bob", "b@example.com"),
            ]),
        )
        .await;
    assert_eq!(made.status, 201);
    let ids: Vec<Value> = made.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].clone())
        .collect();
    let taken = vec![user("cyd", "c@example.com"), user("Ada", "d@example.com")];
    assert_eq!(
        script.post(&path, batch(taken)).await.field().0,
        "users.1.username"
    );
    let wrong = vec![user("cyd", "c@example.com"), user("dan", "nobody")];
    assert_eq!(
        script.post(&path, batch(wrong)).await.field().0,
        "users.1.email"
    );
    let unread = json!({ "users": [{ "username": 1 }] });
    assert_eq!(
        script.post(&path, unread).await.field().1,
        "field.wrong_type"
    );
    let many = (0..101)
        .map(|it| user(&format!("u{it}"), &format!("u{it}@example.com")))
        .collect();
    assert_eq!(
        script.post(&path, batch(many)).await.field(),
        ("users".into(), "list.too_long".into())
    );
    assert_eq!(
        script.get(&format!("{USERS}?count=exact")).await.json()["total"],
        2
    );

    let path = format!("{USERS}/batch-delete");
    let unknown = json!({ "ids": [ids[0], "usr_00000000000000000000000000"] });
    assert_eq!(script.post(&path, unknown).await.status, 404);
    assert_eq!(
        script.get(&format!("{USERS}?count=exact")).await.json()["total"],
        2
    );
    assert_eq!(script.post(&path, json!({ "ids": ids })).await.status, 204);
    assert_eq!(
        script.get(&format!("{USERS}?count=exact")).await.json()["total"],
        0
    );
    assert_eq!(
        script
            .post(USERS, user("ada", "a@example.com"))
            .await
            .status,
        201
    );
    assert_eq!(
        script.post(&path, json!({ "ids": [] })).await.field().0,
        "ids"
    );
}
