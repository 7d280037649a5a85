//! Pools: made, changed, chosen, deleted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Admin;
use crate::support::TestApp;

/// One pixel.
fn png() -> Vec<u8> {
    let text = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    STANDARD.decode(text).unwrap()
}

#[tokio::test]
async fn a_pool_needs_a_name_of_its_own_of_at_most_128_characters() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    for (name, said) in [
        ("", "Please fill this in"),
        ("  ", "Please fill this in"),
        ("shop", "Another pool has this name"),
        (&"池".repeat(129), "At most 128 characters"),
    ] {
        let page = admin.post("/console/pools/new", &[("name", name)]).await;
        assert_eq!(page.status, 422, "{name}");
        assert!(page.says(said) && page.says("id=\"name-error\""), "{name}");
    }
    let page = admin
        .post("/console/pools/new", &[("name", &"池".repeat(128))])
        .await;
    assert!(
        page.place().starts_with("/console/p/pool-"),
        "{}",
        page.path
    );
    assert!(page.says("The user pool is ready."));
}

#[tokio::test]
async fn the_form_says_which_pictures_it_takes() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    assert!(admin.open("/console/p/shop").await.says("/console/pools"));
    let page = admin.open("/console/pools/new").await;
    for text in [
        "You have not selected an image",
        "Select an image",
        "Upload a PNG or JPG file within 1 MB.",
        "Cancel",
    ] {
        assert!(page.says(text), "{text}");
    }
}

#[tokio::test]
async fn a_picture_is_judged_by_its_content_and_its_size() {
    // T37
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let mut large = png();
    large.resize(1_048_577, 0);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
    for (file, bytes, said) in [
        (
            "a.gif",
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            "Only PNG and JPG",
        ),
        ("a.svg", svg, "Only PNG and JPG"),
        ("a.png", b"not a picture".to_vec(), "Only PNG and JPG"),
        ("a.png", large.clone(), "larger than 1 MB"),
    ] {
        let fields = [("name", "Pictured")];
        let page = admin
            .upload("/console/pools/new", &fields, ("logo", file, &bytes))
            .await;
        assert_eq!(page.status, 422, "{file}");
        assert!(page.says(said), "{file}");
    }
    large.truncate(1_048_576);
    let fields = [("name", "Pictured")];
    let page = admin
        .upload("/console/pools/new", &fields, ("logo", "x.png", &large))
        .await;
    assert_eq!(page.place(), "/console/p/pictured");
    let address = page.text.split("src=\"/p/pictured/images/").nth(1);
    let id = address.unwrap().split('"').next().unwrap();
    let picture = admin.open(&format!("/p/pictured/images/{id}")).await;
    assert_eq!(picture.header("content-type"), "image/png");
}

#[tokio::test]
async fn a_body_far_over_the_limit_is_not_read() {
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin
        .upload(
            "/console/pools/new",
            &[("name", "Big")],
            ("logo", "x.png", &vec![0; 3 << 20]),
        )
        .await;
    assert_eq!(page.status, 413);
}

#[tokio::test]
async fn a_pool_is_edited_under_the_same_limits_and_a_stale_form_is_refused() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let fields = [
        ("name", "Shop two"),
        ("brand_color", "#0b7a5c"),
        ("settings.default_locale", "en-US"),
        ("settings.session_idle_minutes", "30"),
        ("settings.session_absolute_hours", "24"),
        ("version", "1"),
    ];
    let page = admin.post("/console/pools/shop/edit", &fields).await;
    assert_eq!(page.place(), "/console/pools");
    assert!(page.says("Saved.") && page.says("Shop two"));
    let page = admin.post("/console/pools/shop/edit", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Somebody changed this meanwhile"));
    let mut wrong = fields;
    wrong[3].1 = "many";
    wrong[5].1 = "2";
    let page = admin.post("/console/pools/shop/edit", &wrong).await;
    assert!(page.says("A number from 15 to 720"));
}

#[tokio::test]
async fn each_administrator_lands_in_their_own_default_pool() {
    //
    let app = TestApp::start().await;
    app.another_pool("Second").await;
    let mut admin = Admin::enter(&app).await;
    assert_eq!(admin.open("/console").await.place(), "/console/p/shop");
    assert!(
        admin
            .open("/console/p/shop")
            .await
            .says("/console/p/second")
    );
    let page = admin.open("/console/pools/second/default").await;
    assert!(page.says("Confirm setting"));
    assert_eq!(admin.open("/console").await.place(), "/console/p/shop");
    let page = admin.post("/console/pools/second/default", &[]).await;
    assert!(page.says("Default pool"));
    let mut again = Admin::enter(&app).await;
    assert_eq!(again.open("/console").await.place(), "/console/p/second");
    let role = moongate_domain::administrator::Role::Admin;
    let mut other = Admin::with_role(&app, "other", role).await;
    assert_eq!(other.open("/console").await.place(), "/console/p/shop");
}

#[tokio::test]
async fn a_pool_goes_only_by_its_name_and_without_applications_that_are_on() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open("/console/pools/shop/delete").await;
    assert!(page.says("one user, one application and 2 sources"));
    assert!(page.says("cannot be restored. Proceed with caution"));
    assert!(page.says("Moon Shop") && !page.says("id=\"confirm\""));
    let page = admin
        .post("/console/pools/shop/delete", &[("confirm", "Shop")])
        .await;
    assert_eq!(page.status, 422);
    app.change_client(&client, serde_json::json!({"enabled": false}))
        .await;
    let page = admin
        .post("/console/pools/shop/delete", &[("confirm", "shop")])
        .await;
    assert!(page.says("This is not the name of the pool"));
    let page = admin
        .post("/console/pools/shop/delete", &[("confirm", "Shop")])
        .await;
    assert_eq!(page.place(), "/console/pools");
    assert_eq!(admin.open("/console/p/shop").await.status, 404);
    let page = admin.post("/console/pools/new", &[("name", "Shop")]).await;
    assert_eq!(page.place(), "/console/p/shop");
}

#[tokio::test]
async fn without_a_pool_the_console_begins_with_one_click() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin
        .post("/console/pools/shop/delete", &[("confirm", "Shop")])
        .await;
    assert!(page.says("No user pools yet"));
    let page = admin.open("/console").await;
    assert!(page.says("Create now") && page.says("Create user pool"));
    let page = admin.post("/console/pools/demo", &[]).await;
    assert!(page.says("Your demo is ready") && page.says("/demo/app_"));
    let page = admin.open("/console").await;
    assert_eq!(page.place(), "/console/p/demo");
    assert!(!page.says("Create now"));
}

#[tokio::test]
async fn the_overview_leads_through_the_five_steps() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open("/console/p/shop").await;
    let steps = [
        "Create a user pool",
        "Know the user attributes",
        "Set up a sign-in source",
        "Create an application",
        "Try the sign-in",
    ];
    let places: Vec<usize> = steps.map(|it| page.text.find(it).unwrap()).to_vec();
    assert!(places.is_sorted());
    assert!(page.says("3/5") && page.says("/console/p/shop/apps/new"));
    app.client().await;
    assert!(admin.open("/console/p/shop").await.says("4/5"));
}
