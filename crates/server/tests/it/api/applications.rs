//! Applications and their secrets.

use serde_json::{Value, json};

use crate::support::TestApp;

const APPLICATIONS: &str = "/pools/shop/applications";

#[tokio::test]
async fn an_application_of_each_type_begins_with_its_defaults() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    for (kind, method, has_secret) in [
        ("web", "client_secret_basic", true),
        ("spa", "none", false),
        ("native", "none", false),
        ("mini_program", "none", false),
        ("m2m", "client_secret_basic", true),
    ] {
        let made = script
            .post(APPLICATIONS, json!({ "name": "A", "type": kind }))
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        let it = made.json();
        assert_eq!(it["token_endpoint_auth_method"], method);
        assert_eq!(it["client_secret"].is_string(), has_secret, "{kind}");
        assert_eq!(
            (&it["enabled"], &it["profile"]),
            (&json!(false), &json!("strict"))
        );
        assert_eq!(it["access_token_ttl_seconds"], 600);
        assert_eq!(it["refresh_token_ttl_seconds"], 86_400);
        let read = script.get(&format!("{APPLICATIONS}/{}", made.id())).await;
        assert!(read.json()["client_secret"].is_null());
    }
    let unnamed = script.post(APPLICATIONS, json!({})).await.json();
    assert_eq!(unnamed["errors"].as_array().unwrap().len(), 2);
    let odd = script
        .post(APPLICATIONS, json!({ "name": "A", "type": "desktop" }))
        .await;
    assert_eq!(odd.field().0, "type");
}

#[tokio::test]
async fn an_application_that_lacks_something_stays_off_and_says_what() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let made = script
        .post(APPLICATIONS, json!({ "name": "A", "type": "web" }))
        .await;
    let path = format!("{APPLICATIONS}/{}", made.id());
    let on = script.patch(&path, json!({ "enabled": true })).await;
    assert_eq!(on.field().0, "redirect_uris");
    for uri in [
        "example.com/cb",
        "javascript:alert(1)",
        "https://a.example/cb#x",
    ] {
        let refused = script.patch(&path, json!({ "redirect_uris": [uri] })).await;
        assert_eq!(refused.field().0, "redirect_uris.0", "{uri}");
    }
    let uris: Vec<String> = (0..11)
        .map(|it| format!("https://a.example/{it}"))
        .collect();
    let many = script.patch(&path, json!({ "redirect_uris": uris })).await;
    assert_eq!(many.field().1, "list.too_long");
    let many = script
        .patch(&path, json!({ "post_logout_redirect_uris": uris }))
        .await;
    assert_eq!(many.field().1, "list.too_long");
    let origins = json!({ "cors_origins": ["https://b.example"] });
    let kept = script.patch(&path, origins).await.json();
    assert_eq!(kept["cors_origins"], json!(["https://b.example"]));
    let ten = json!({ "redirect_uris": uris[..10], "enabled": true, "description": "D", "claims": ["birthday"] });
    let on = script.patch(&path, ten).await;
    assert_eq!(on.status, 200, "{}", on.text);
    let read = script.get(&path).await;
    assert_eq!(read.json(), on.json());
    assert_eq!(read.json()["claims"], json!(["birthday"]));
    assert_eq!(read.header("etag"), on.header("etag"));
    let id = script.patch(&path, json!({ "id": "app_mine" })).await;
    assert_eq!((id.status, id.field().0.as_str()), (400, "id"));
}

#[tokio::test]
async fn a_secret_is_shown_once_and_two_are_valid_at_once() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let made = script
        .post(APPLICATIONS, json!({ "name": "A", "type": "web" }))
        .await;
    let path = format!("{APPLICATIONS}/{}/secrets", made.id());
    let mut shown: Vec<String> = vec![made.json()["client_secret"].as_str().unwrap().to_owned()];
    for _ in 0..2 {
        app.wait(1);
        let added = script.post(&path, json!({})).await;
        assert_eq!(added.status, 201);
        shown.push(added.json()["client_secret"].as_str().unwrap().to_owned());
    }
    let listed = script.get(&path).await;
    let items = listed.json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    for (item, secret) in items.iter().zip(&shown[1..]) {
        assert_eq!(item["set"], true);
        assert_eq!(item["hint"], format!("…{}", &secret[secret.len() - 4..]));
        assert!(!listed.text.contains(secret));
    }
    let one = format!("{path}/{}", items[0]["id"].as_str().unwrap());
    assert_eq!(script.delete(&one).await.status, 204);
    assert_eq!(script.delete(&one).await.status, 404);
    let public = script
        .post(APPLICATIONS, json!({ "name": "B", "type": "spa" }))
        .await
        .id();
    let none = script
        .post(&format!("{APPLICATIONS}/{public}/secrets"), json!({}))
        .await;
    assert_eq!(none.code(), "application.has_no_secret");
}

#[tokio::test]
async fn applications_are_deleted_one_by_one_and_together() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(
            script
                .post(APPLICATIONS, json!({ "name": name, "type": "web" }))
                .await
                .id(),
        );
    }
    assert_eq!(
        script
            .delete(&format!("{APPLICATIONS}/{}", ids[0]))
            .await
            .status,
        204
    );
    let batch = format!("{APPLICATIONS}/batch-delete");
    assert_eq!(script.post(&batch, json!({ "ids": ids })).await.status, 404);
    let total = async || {
        let page = script
            .get(&format!("{APPLICATIONS}?count=estimate"))
            .await
            .json();
        page["total"].as_i64().unwrap()
    };
    assert_eq!(total().await, 2);
    assert_eq!(
        script.post(&batch, json!({ "ids": ids[1..] })).await.status,
        204
    );
    assert_eq!(total().await, 0);
    let console = script.get("/pools/console/applications").await.json();
    let own = console["items"][0]["id"].as_str().unwrap();
    let refused = script
        .delete(&format!("/pools/console/applications/{own}"))
        .await;
    assert_eq!(refused.code(), "application.built_in");
    assert_eq!(Value::Null, refused.json()["items"]);
}
