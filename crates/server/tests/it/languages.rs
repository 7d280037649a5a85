//! Every page in both languages, and the choice of language and theme.

use crate::support::{Page, TestApp};

fn is_sound(page: &Page, language: &str) {
    assert_eq!(page.status, 200, "{}", page.path);
    assert!(
        page.says(&format!("<html lang=\"{language}\"")),
        "{}",
        page.path
    );
    for forbidden in [
        " style=",
        " onclick=",
        " onload=",
        "javascript:",
        "<script>",
    ] {
        assert!(!page.says(forbidden), "{forbidden} at {}", page.path);
    }
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_without_inline_code() {
    // X3, W5
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    for language in ["zh-CN", "en-US"] {
        let mut visitor = app.visitor();
        visitor.language = language;
        for path in ["login", "reset-password", "signed-out"] {
            is_sound(&visitor.open(&format!("/p/shop/{path}")).await, language);
        }
        let page = client.send(&mut visitor, &[("prompt", "create")]).await;
        assert_eq!(page.place(), "/p/shop/register");
        is_sound(&page, language);
        is_sound(&ada.sign_in(&mut visitor).await, language);
        for path in [
            "security",
            "security/password",
            "sessions",
            "sessions/end-all",
        ] {
            is_sound(
                &visitor.open(&format!("/p/shop/account/{path}")).await,
                language,
            );
        }
        is_sound(&visitor.open("/p/shop/oauth2/logout").await, language);
    }
}

#[tokio::test]
async fn the_request_chooses_the_language_until_the_person_does() {
    // guide, section 12
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[("ui_locales", "fr zh")]).await;
    assert!(page.says("<html lang=\"zh-CN\""));
    let page = visitor
        .open(&format!("{}&ui_locales=en-US&theme=dark", page.path))
        .await;
    assert!(page.says("<html lang=\"en-US\" data-theme=\"dark\""));
    let next = page
        .path
        .split('&')
        .next()
        .unwrap()
        .replace("/login", "/register");
    assert!(
        visitor
            .open(&next)
            .await
            .says("<html lang=\"en-US\" data-theme=\"dark\"")
    );
    // The next run begins as its application asks.
    let page = client.send(&mut visitor, &[("ui_locales", "zh")]).await;
    assert!(page.says("<html lang=\"zh-CN\""));
    let page = client.send(&mut visitor, &[]).await;
    assert!(page.says("<html lang=\"en-US\""));
}
