//! What holds for every resource: problems, pages, preconditions.

use serde_json::{Value, json};

use crate::support::TestApp;

#[tokio::test]
async fn a_problem_names_its_field_in_the_callers_language() {
    // A7
    let app = TestApp::start().await;
    let script = app.script();
    let kind = ("content-type", "application/json");
    let mut messages = Vec::new();
    for (language, body) in [("en", r#"{"name":""}"#), ("zh-CN", r#"{"name":""}"#)] {
        let headers = [kind, ("accept-language", language)];
        let answer = script.send("POST", "/pools", &headers, body).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("vary"), "Accept-Language");
        assert_eq!(
            answer.field(),
            ("name".to_owned(), "text.required".to_owned())
        );
        let problem = answer.json();
        assert_eq!(problem["request_id"], answer.header("x-request-id"));
        assert_eq!(problem["status"], 422);
        messages.push(problem["errors"][0]["message"].clone());
    }
    assert_ne!(messages[0], messages[1]);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_before_anything_happens() {
    // A2, A6, T25
    let app = TestApp::start().await;
    let script = app.script();
    let users = format!("/pools/{}/users", app.pool.slug);
    for (body, status, field, code) in [
        (r#"{"username":"a"#, 400, "", ""),
        (r#"{"username":7}"#, 400, "username", "field.wrong_type"),
        (
            r#"{"username":"a","role":"owner"}"#,
            400,
            "role",
            "field.unknown",
        ),
        (
            r#"{"username":"a","status":"normal"}"#,
            400,
            "status",
            "field.unknown",
        ),
        (
            r#"{"username":"a","Email":"a@example.com"}"#,
            400,
            "Email",
            "field.unknown",
        ),
        (
            r#"{"username":"a","username":"b"}"#,
            400,
            "username",
            "request.repeated_field",
        ),
        (
            r#"{"email":"a@example.com"}"#,
            422,
            "username",
            "text.required",
        ),
        (
            r#"{"username":"abc","email":"nobody"}"#,
            422,
            "email",
            "email.malformed",
        ),
        (
            r#"{"username":"abc","email":"a@example.com","phone":"1"}"#,
            422,
            "phone",
            "phone.malformed",
        ),
        (
            r#"{"username":"abc","email":"a@example.com","attributes":{"no":"x"}}"#,
            422,
            "attributes.no",
            "attribute.unknown",
        ),
        (
            r#"{"username":"abc","email":"a@example.com","password":"short"}"#,
            422,
            "password",
            "password.min_length",
        ),
    ] {
        let kind = [("content-type", "application/json")];
        let answer = script.send("POST", &users, &kind, body).await;
        assert_eq!(answer.status, status, "{body} {}", answer.text);
        assert_eq!(
            answer.field(),
            (field.to_owned(), code.to_owned()),
            "{body}"
        );
    }
    let big = "x".repeat(1024 * 1024 + 1);
    let kind = [("content-type", "application/json")];
    assert_eq!(script.send("POST", &users, &kind, big).await.status, 413);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(
        script
            .send("POST", &users, &form, "username=a")
            .await
            .status,
        415
    );
    assert_eq!(script.send("PUT", &users, &[], "").await.status, 405);
    assert_eq!(script.get("/nothing").await.status, 404);
    assert_eq!(
        script.get("/nothing").await.header("content-type"),
        "application/problem+json"
    );
    assert_eq!(script.get(&users).await.json()["items"], json!([]));
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_a_cursor_fits_no_other_list() {
    // A4, T40
    let app = TestApp::start().await;
    let script = app.script();
    let users = format!("/pools/{}/users", app.pool.slug);
    for name in ["ada", "bob", "cyd"] {
        let body = json!({ "username": name, "email": format!("{name}@example.com") });
        assert_eq!(script.post(&users, body).await.status, 201);
        app.wait(1);
    }
    let mut seen: Vec<String> = Vec::new();
    let mut path = format!("{users}?limit=2&count=exact");
    loop {
        let page = script.get(&path).await.json();
        assert_eq!(page["total"], 3);
        let items = page["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|it| it["username"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{users}?limit=2&count=exact&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ["cyd", "bob", "ada"]);

    let page = script.get(&format!("{users}?limit=1")).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    app.another_pool("Other").await;
    for path in [
        format!("/pools/other/users?cursor={cursor}"),
        format!("{users}?search=ada&cursor={cursor}"),
        format!("/pools/{}/applications?cursor={cursor}", app.pool.slug),
        format!("{users}?cursor=x{cursor}"),
        format!("{users}?cursor=' OR 1=1").replace(' ', "%20"),
    ] {
        let answer = script.get(&path).await;
        assert_eq!(
            (answer.status, answer.field().0.as_str()),
            (400, "cursor"),
            "{path}"
        );
    }
    for limit in ["0", "-1", "101", "1000000000", "x"] {
        let answer = script.get(&format!("{users}?limit={limit}")).await;
        assert_eq!(
            (answer.status, answer.field().0.as_str()),
            (400, "limit"),
            "{limit}"
        );
    }
    let answer = script.get(&format!("{users}?sort=id")).await;
    assert_eq!((answer.status, answer.field().0.as_str()), (400, "sort"));
}

#[tokio::test]
async fn a_change_happens_only_to_the_state_it_was_thought_for() {
    // A5
    let app = TestApp::start().await;
    let script = app.script();
    let pool = format!("/pools/{}", app.pool.slug);
    let read = script.get(&pool).await;
    let etag = read.header("etag").to_owned();
    let change = async |etag: &str, name: &str| {
        let headers = [
            ("content-type", "application/merge-patch+json"),
            ("if-match", etag),
        ];
        let body = json!({ "name": name }).to_string();
        script.send("PATCH", &pool, &headers, body).await
    };
    let first = change(&etag, "One").await;
    assert_eq!(first.status, 200);
    assert_ne!(first.header("etag"), etag);
    let second = change(&etag, "Two").await;
    assert_eq!(
        (second.status, second.code().as_str()),
        (412, "request.stale")
    );
    assert_eq!(change("*", "Three").await.status, 200);
    assert_eq!(change("3", "Four").await.status, 400);
    assert_eq!(script.get(&pool).await.json()["name"], "Three");
}

#[tokio::test]
async fn every_change_is_recorded_with_its_request() {
    // A9
    let app = TestApp::start().await;
    let script = app.script();
    let users = format!("/pools/{}/users", app.pool.slug);
    let body = json!({ "username": "ada", "email": "ada@example.com" });
    let made = script.post(&users, body).await;
    let request = made.header("x-request-id").to_owned();
    let path = format!("/pools/{}/audit-events?request_id={request}", app.pool.slug);
    let found = script.get(&path).await.json();
    let event = &found["items"][0];
    assert_eq!(event["type"], "user.created");
    assert_eq!(event["user_id"], made.json()["id"]);
    assert_eq!(event["actor"]["type"], "key");
    let one = format!(
        "/pools/{}/audit-events/{}",
        app.pool.slug,
        event["id"].as_str().unwrap()
    );
    assert_eq!(&script.get(&one).await.json(), event);
    for filter in [
        "type=nothing",
        "since=yesterday",
        "user_id=me",
        "result=maybe",
    ] {
        let path = format!("/pools/{}/audit-events?{filter}", app.pool.slug);
        let answer = script.get(&path).await;
        let field = filter.split('=').next().unwrap();
        assert_eq!((answer.status, answer.field().0.as_str()), (400, field));
    }
    assert_eq!(Value::Null, script.delete(&one).await.json()["items"]);
    assert_eq!(script.delete(&one).await.status, 405);
}

#[tokio::test]
async fn an_array_is_no_object() {
    // A2: its members would be taken for those of the object, in their order.
    let app = TestApp::start().await;
    let script = app.script();
    for (method, path) in [
        ("PATCH", "/pools/shop"),
        ("POST", "/pools"),
        ("POST", "/pools/shop/users"),
    ] {
        for body in ["[]", " [\"Moon\"]"] {
            let kind = [("content-type", "application/json")];
            let answer = script.send(method, path, &kind, body).await;
            assert_eq!(answer.status, 400, "{method} {path} {body}");
        }
    }
    let nested = json!({ "settings": ["en-US", 30, 1] });
    let answer = script.patch("/pools/shop", nested).await;
    assert_eq!(
        (answer.status, answer.field()),
        (400, ("settings".to_owned(), "field.wrong_type".to_owned()))
    );
}
