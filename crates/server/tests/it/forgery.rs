//! Posts that nobody meant, runs that are over, secrets that were planted.

use crate::support::TestApp;

#[tokio::test]
async fn a_post_without_our_own_token_or_from_elsewhere_changes_nothing() {
    // T17, W4
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let fields = [
        ("m", "password"),
        ("identifier", "ada"),
        ("password", &*ada.password),
    ];
    assert_eq!(visitor.post(&page.path, &fields).await.status, 403);
    for site in [None, Some("cross-site"), Some("same-site")] {
        let mut forged = visitor.clone();
        forged.from_site = site;
        assert_eq!(
            forged.sign_in(&page, "ada", &ada.password).await.status,
            403,
            "{site:?}"
        );
    }
    // Another browser's token, and a browser without cookies.
    let mut other = app.visitor();
    other.open("/p/shop/login").await;
    assert_eq!(other.sign_in(&page, "ada", &ada.password).await.status, 403);
    assert_eq!(
        app.visitor()
            .sign_in(&page, "ada", &ada.password)
            .await
            .status,
        403
    );

    // The account centre.
    ada.sign_in(&mut visitor).await;
    let profile = visitor.open("/p/shop/account/profile").await;
    let forged = visitor
        .post("/p/shop/account/profile", &[("nickname", "Eve")])
        .await;
    assert_eq!(forged.status, 403);
    let mut elsewhere = visitor.clone();
    elsewhere.from_site = Some("cross-site");
    let forged = elsewhere
        .submit(&profile, "submit", &[("nickname", "Eve")])
        .await;
    assert_eq!(forged.status, 403);
    assert_eq!(
        elsewhere
            .post("/p/shop/account/sessions/end-all", &[])
            .await
            .status,
        403
    );
    assert!(!visitor.open("/p/shop/account/profile").await.says("Eve"));
}

#[tokio::test]
async fn a_run_is_over_when_it_is_finished_expired_or_another_browsers() {
    // T16
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    let path = page.path.clone();
    let mut stranger = app.visitor();
    assert_eq!(stranger.open(&path).await.status, 410);
    visitor.sign_in(&page, "ada", &ada.password).await;
    for step in [
        "login",
        "login/code",
        "register",
        "register/verify",
        "consent",
        "reset-password",
        "change-password",
    ] {
        let over = visitor
            .open(&path.replace("/login", &format!("/{step}")))
            .await;
        assert_eq!(over.status, 410, "{step}");
        assert!(over.says("This sign-in has ended"));
    }
    // Going back and sending the form again changes nothing.
    assert_eq!(
        visitor.sign_in(&page, "ada", &ada.password).await.status,
        410
    );

    let mut late = app.visitor();
    let page = client.send(&mut late, &[]).await;
    app.wait(3600);
    assert_eq!(late.sign_in(&page, "ada", &ada.password).await.status, 410);
    for tx in ["", "int_", "usr_01jz0000000000000000000000", "%00"] {
        let answer = late.get(&format!("/p/shop/login/code?tx={tx}")).await;
        assert!(
            (400..500).contains(&answer.status),
            "{tx}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_run_of_one_pool_does_not_exist_in_another() {
    // T35
    let app = TestApp::start().await;
    app.another_pool("Other").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let elsewhere = page.path.replace("/p/shop/", "/p/other/");
    assert_eq!(visitor.open(&elsewhere).await.status, 410);
    assert_eq!(visitor.open("/p/nowhere/login").await.status, 404);
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_the_one_before_is_worth_nothing() {
    // T15, W2
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut visitor = app.visitor();
    visitor.cookies.insert("mg_s_shop".into(), planted.into());
    let home = ada.sign_in(&mut visitor).await;
    assert_eq!(home.place(), "/p/shop/account/profile");
    assert_ne!(visitor.cookies["mg_s_shop"], planted);
    let mut thief = app.visitor();
    thief.cookies.insert("mg_s_shop".into(), planted.into());
    assert_eq!(
        thief.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );

    // Proving again ends the session before (re-authentication).
    let client = app.client().await;
    let mut old = visitor.clone();
    let page = client.send(&mut visitor, &[("prompt", "login")]).await;
    assert_eq!(page.place(), "/p/shop/login");
    visitor.sign_in(&page, "ada", &ada.password).await;
    assert_ne!(visitor.cookies["mg_s_shop"], old.cookies["mg_s_shop"]);
    assert_eq!(
        old.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );
}

#[tokio::test]
async fn nobody_is_signed_out_by_another_site() {
    // T13
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    ada.sign_in(&mut visitor).await;
    let asked = visitor.open("/p/shop/oauth2/logout").await;
    assert!(asked.says("Sign out?") && asked.says("ada"));
    let mut elsewhere = visitor.clone();
    elsewhere.from_site = Some("cross-site");
    elsewhere
        .post("/p/shop/oauth2/logout", &[("confirm", "1")])
        .await;
    assert_eq!(
        visitor.open("/p/shop/account/profile").await.place(),
        "/p/shop/account/profile"
    );
    let out = visitor.press(&asked, "confirm", &[]).await;
    assert_eq!(out.location(), "/p/shop/signed-out");
    assert!(!out.header("clear-site-data").is_empty());
    assert!(!visitor.cookies.contains_key("mg_s_shop"));
    assert!(visitor.follow(out).await.says("You are signed out"));
}
