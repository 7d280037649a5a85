//! Sources.

use serde_json::{Value, json};

use crate::support::TestApp;

const SOURCES: &str = "/pools/shop/sources";

#[tokio::test]
async fn a_source_is_edited_only_while_it_is_off() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let all = script.get(SOURCES).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let source = all["items"][0].clone();
    assert_eq!(
        (&source["kind"], &source["enabled"]),
        (&json!("password"), &json!(true))
    );
    let path = format!("{SOURCES}/{}", source["id"].as_str().unwrap());
    let edit = json!({ "name": "Word", "policy": { "password": { "history": 5 } } });
    let refused = script.patch(&path, edit.clone()).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (409, "source.enabled_cannot_be_edited")
    );
    assert_eq!(script.get(&path).await.json(), source);

    assert_eq!(
        script
            .post(&format!("{path}/disable"), json!({}))
            .await
            .json()["enabled"],
        false
    );
    let edited = script.patch(&path, edit).await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    let source = edited.json();
    assert_eq!(
        (&source["name"], &source["policy"]["password"]["history"]),
        (&json!("Word"), &json!(5))
    );
    assert_eq!(source["policy"]["password"]["lock"]["threshold"], 10);
    let wrong = json!({ "policy": { "password": { "history": 129 } } });
    assert_eq!(
        script.patch(&path, wrong).await.field().0,
        "policy.password.history"
    );
    let foreign = json!({ "policy": { "length": 6 } });
    assert_eq!(
        script.patch(&path, foreign).await.field().0,
        "policy.length"
    );
    assert_eq!(
        script.patch(&path, json!({ "enabled": true })).await.json()["enabled"],
        true
    );
}

#[tokio::test]
async fn a_source_that_an_application_prefers_stays_on() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let client = app.client().await;
    let application = format!("/pools/shop/applications/{}", client.application.id);
    let flows = script.get(&application).await.json()["flows"]["login"].clone();
    let preferred = flows["preferred_source"].as_str().unwrap().to_owned();
    let other = flows["associated_sources"][0].clone();
    let path = format!("{SOURCES}/{preferred}");
    for answer in [
        script.post(&format!("{path}/disable"), json!({})).await,
        script.patch(&path, json!({ "enabled": false })).await,
    ] {
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (409, "source.is_preferred")
        );
        assert!(
            answer.json()["detail"]
                .as_str()
                .unwrap()
                .contains("Moon Shop")
        );
    }
    let login = json!({ "preferred_source": other, "associated_sources": Value::Array(vec![]) });
    let unbound = script
        .patch(&application, json!({ "flows": { "login": login } }))
        .await;
    assert_eq!(unbound.status, 200, "{}", unbound.text);
    assert_eq!(
        script
            .post(&format!("{path}/disable"), json!({}))
            .await
            .status,
        200
    );
}
