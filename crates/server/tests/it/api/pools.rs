//! Pools.

use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn a_pool_is_made_found_by_both_names_changed_and_deleted_by_its_name() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let made = script
        .post(
            "/pools",
            json!({ "name": "Moon", "brand_color": "#2f54d4" }),
        )
        .await;
    assert_eq!(made.status, 201);
    let pool = made.json();
    assert_eq!(pool["slug"], "moon");
    assert_eq!(pool["issuer"], "http://localhost:8080/p/moon");
    let id = made.id();
    assert_eq!(made.header("location"), format!("/api/v1/pools/{id}"));
    assert_eq!(
        script.get("/pools/moon").await.json(),
        script.get(&format!("/pools/{id}")).await.json()
    );
    let twice = script.post("/pools", json!({ "name": "moon" })).await;
    assert_eq!(
        twice.field(),
        ("name".to_owned(), "pool.name_taken".to_owned())
    );
    let named = script.patch("/pools/moon", json!({ "name": "Shop" })).await;
    assert_eq!(named.field().0, "name");
    let slug = script.patch("/pools/moon", json!({ "slug": "sun" })).await;
    assert_eq!((slug.status, slug.field().0.as_str()), (400, "slug"));
    let settings = json!({ "brand_color": null, "settings": { "session_idle_minutes": 30 } });
    let changed = script.patch("/pools/moon", settings).await.json();
    assert_eq!(changed["brand_color"], json!(null));
    assert_eq!(changed["settings"]["session_idle_minutes"], 30);
    assert_eq!(changed["settings"]["session_absolute_hours"], 48);

    let unnamed = script.delete("/pools/moon").await;
    assert_eq!(unnamed.field().0, "confirm");
    assert_eq!(
        script.delete("/pools/moon?confirm=Sun").await.field().0,
        "confirm"
    );
    assert_eq!(script.delete("/pools/moon?confirm=Moon").await.status, 204);
    assert_eq!(script.get(&format!("/pools/{id}")).await.status, 404);
    assert_eq!(
        script
            .post("/pools", json!({ "name": "Moon" }))
            .await
            .status,
        201
    );
    assert_eq!(
        script.delete("/pools/console?confirm=x").await.code(),
        "pool.built_in"
    );
}

#[tokio::test]
async fn enabled_applications_stand_in_the_way_of_deleting_their_pool_by_name() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let client = app.client().await;
    let refused = script.delete("/pools/shop?confirm=Shop").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (409, "pool.has_enabled_applications")
    );
    assert!(
        refused.json()["detail"]
            .as_str()
            .unwrap()
            .contains("Moon Shop")
    );
    let path = format!("/pools/shop/applications/{}", client.application.id);
    assert_eq!(
        script
            .patch(&path, json!({ "enabled": false }))
            .await
            .status,
        200
    );
    assert_eq!(script.delete("/pools/shop?confirm=Shop").await.status, 204);
    assert_eq!(script.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_picture_is_judged_by_its_content_and_only_uploads_bring_one() {
    //
    let app = TestApp::start().await;
    let script = app.script();
    let upload = async |kind: &str, bytes: Vec<u8>| {
        let headers = [("content-type", kind)];
        script
            .send("PUT", "/pools/shop/logo", &headers, bytes)
            .await
    };
    let png = vec![
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
        0, 0, 0, 31, 21, 196, 137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 156, 99, 96, 96, 96, 248, 15,
        0, 1, 4, 1, 0, 95, 229, 195, 75, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
    ];
    let done = upload("image/png", png).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let logo = done.json()["logo"].as_str().unwrap().to_owned();
    for bytes in [
        b"GIF89a".to_vec(),
        b"<svg/>".to_vec(),
        b"text".to_vec(),
        Vec::new(),
    ] {
        assert_eq!(upload("image/png", bytes).await.code(), "request.invalid");
    }
    assert_eq!(
        upload("image/svg+xml", b"<svg/>".to_vec()).await.status,
        415
    );
    assert_eq!(
        upload("image/png", vec![0; 1024 * 1024 + 1]).await.status,
        413
    );
    let named = script.patch("/pools/shop", json!({ "logo": logo })).await;
    assert_eq!(
        named.field(),
        ("logo".to_owned(), "image.not_uploaded".to_owned())
    );
    let gone = script.patch("/pools/shop", json!({ "logo": null })).await;
    assert_eq!(gone.json()["logo"], json!(null));
}
