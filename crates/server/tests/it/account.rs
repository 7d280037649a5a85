//! The account centre.

use moongate_domain::secret::Secret;
use moongate_service::{Error, account, sessions};

use crate::support::TestApp;

const NEW: &str = "Nine-Herons-36";

#[tokio::test]
async fn whoever_is_not_signed_in_signs_in_first() {
    let app = TestApp::start().await;
    app.person("ada").await;
    for page in [
        "profile",
        "security",
        "security/password",
        "sessions",
        "sessions/end-all",
    ] {
        let page = app.visitor().open(&format!("/p/shop/account/{page}")).await;
        assert_eq!((page.place(), page.status), ("/p/shop/login", 200));
    }
    let mut visitor = app.visitor();
    assert_eq!(
        visitor.get("/p/shop/account").await.location(),
        "/p/shop/account/profile"
    );
    let known = visitor.get("/p/shop/.well-known/change-password").await;
    assert_eq!(known.location(), "/p/shop/account/security/password");
}

#[tokio::test]
async fn people_change_their_display_name_and_nothing_that_is_not_theirs_to_change() {
    // B-020, W16, T25
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = ada.sign_in(&mut visitor).await;
    let saved = visitor
        .submit(&page, "submit", &[("nickname", "Countess <b>")])
        .await;
    assert!(
        saved.says("Saved") && saved.says("Countess &#60;b&#62;"),
        "{}",
        saved.text
    );
    let long = "x".repeat(65);
    let refused = visitor
        .submit(&saved, "submit", &[("nickname", &long)])
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("id=\"nickname-error\"") && refused.says(&long));
    for name in ["email_verified", "status", "username", "user_id"] {
        let refused = visitor
            .submit(&saved, "submit", &[("nickname", "Eve"), (name, "1")])
            .await;
        assert_eq!(refused.status, 400, "{name}");
    }
    assert!(
        visitor
            .open("/p/shop/account/profile")
            .await
            .says("Countess")
    );
}

#[tokio::test]
async fn changing_the_password_asks_for_the_old_one_and_ends_every_other_session() {
    // B-029, B-031, W17, T24
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (mut here, mut there) = (app.visitor(), app.visitor());
    ada.sign_in(&mut here).await;
    ada.sign_in(&mut there).await;
    let page = here.open("/p/shop/account/security/password").await;
    let fields = |old| {
        [
            ("password", old),
            ("new_password", NEW),
            ("confirm_password", NEW),
        ]
    };
    let wrong = here.submit(&page, "submit", &fields("Wrong-Owls-27")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("The current password is not right"));
    let missing = here.submit(&page, "submit", &fields("")).await;
    assert!(missing.says("id=\"password-error\""));
    let done = here.submit(&page, "submit", &fields(&ada.password)).await;
    assert!(done.says("Your password is changed"), "{}", done.text);
    assert_eq!(
        app.outbox(&ada.email).await[0].0,
        "Your password was changed"
    );
    assert_eq!(
        there.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );
    assert_eq!(
        here.open("/p/shop/account/profile").await.place(),
        "/p/shop/account/profile"
    );
}

#[tokio::test]
async fn one_device_or_all_of_them_are_signed_out() {
    // A5, B-055
    let app = TestApp::start().await;
    let (ada, bob) = (app.person("ada").await, app.person("bob").await);
    let (mut here, mut there, mut other) = (app.visitor(), app.visitor(), app.visitor());
    ada.sign_in(&mut here).await;
    ada.sign_in(&mut there).await;
    bob.sign_in(&mut other).await;
    let list = here.open("/p/shop/account/sessions").await;
    assert!(list.says("Chrome · Linux") && list.says("This device"));
    let start = list
        .text
        .find("/p/shop/account/sessions/ses_")
        .expect("another device");
    let action = list.text[start..].split('"').next().unwrap().to_owned();
    let token = |page: &crate::support::Page, it| page.form(it).fields[0].1.clone();

    // Somebody else's session does not exist.
    let question = other.open("/p/shop/account/sessions/end-all").await;
    let foreign = other
        .post(&action, &[("csrf_token", &token(&question, "confirm"))])
        .await;
    assert_eq!(foreign.status, 404);

    let question = here.open("/p/shop/account/sessions/end-all").await;
    let ended = here
        .post(&action, &[("csrf_token", &token(&question, "confirm"))])
        .await;
    assert!(here.follow(ended).await.says("That device was signed out"));
    assert_eq!(
        there.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );

    ada.sign_in(&mut there).await;
    let out = here.submit(&question, "confirm", &[]).await;
    assert_eq!(out.place(), "/p/shop/signed-out");
    for visitor in [&mut here, &mut there] {
        assert_eq!(
            visitor.open("/p/shop/account/profile").await.place(),
            "/p/shop/login"
        );
    }
    assert_eq!(
        other.open("/p/shop/account/profile").await.place(),
        "/p/shop/account/profile"
    );
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_in_any_case_after_its_longest_time() {
    // W3, Z-22
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    ada.sign_in(&mut visitor).await;
    app.wait(120 * 60);
    assert_eq!(
        visitor.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );

    ada.sign_in(&mut visitor).await;
    for _ in 0..47 {
        app.wait(3600);
        assert_eq!(
            visitor.open("/p/shop/account/profile").await.place(),
            "/p/shop/account/profile"
        );
    }
    app.wait(3600);
    assert_eq!(
        visitor.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_no_password() {
    // W3, T24: the owner's reset came first, the thief's change was already under way.
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut thief = app.visitor();
    ada.sign_in(&mut thief).await;
    let token = Secret::new(thief.cookies["mg_s_shop"].as_str());
    let (session, user) = sessions::current(&app.app, &app.pool, Some(&token))
        .await
        .unwrap()
        .unwrap();
    let mut owner = app.visitor();
    ada.sign_in(&mut owner).await;
    let page = owner.open("/p/shop/account/sessions/end-all").await;
    owner.submit(&page, "confirm", &[]).await;
    let change = account::PasswordChange {
        password: Some(Secret::new(ada.password.as_str())),
        new_password: Secret::new("Nine-Herons-36"),
        confirm_password: Secret::new("Nine-Herons-36"),
    };
    let person = account::Person { session, user };
    let browser = sessions::Browser::default();
    let refused = account::change_password(&app.app, &app.pool, &person, change, &browser).await;
    assert!(
        matches!(refused, Err(Error::Unauthenticated)),
        "{refused:?}"
    );
}
