use super::*;
use crate::application::tests::{of_type, web};

#[test]
fn look_alikes_of_a_registered_address_never_match() {
    // T1
    let application = web();
    assert!(Redirect::trust(&application, "https://app.example/cb").is_some());
    let long = format!("https://app.example/cb{}", "a".repeat(10_000));
    for sent in [
        "",
        "https://app.example/cb/",
        "https://app.example/cb/../x",
        "https://app.example/cb/..;/x",
        "https://app.example/cb%2f..%2fx",
        "https://app.example/cb%252f",
        "https://app.example/cb?x=1",
        "https://app.example/cb#f",
        "https://app.example.evil.test/cb",
        "https://app.example@evil.test/cb",
        "https://a@b@evil.test",
        "https://appxexample/cb",
        "HTTPS://APP.EXAMPLE/cb",
        "https://app.example:443/cb",
        "https://app.example\\@evil.test",
        "http://app.example/cb",
        "https://аpp.example/cb",
        " https://app.example/cb",
        long.as_str(),
    ] {
        assert_eq!(Redirect::trust(&application, sent), None, "{sent}");
    }
}

#[test]
fn a_native_application_chooses_its_loopback_port_and_nothing_else() {
    // P1, T1
    let native = Application {
        redirect_uris: vec![
            "http://127.0.0.1/cb".into(),
            "http://[::1]:9/cb?a=1".into(),
            "http://localhost/cb".into(),
        ],
        ..of_type(ApplicationType::Native)
    };
    for (sent, good) in [
        ("http://127.0.0.1/cb", true),
        ("http://127.0.0.1:51004/cb", true),
        ("http://[::1]:51004/cb?a=1", true),
        ("http://[::1]:51004/cb", false),
        ("http://127.0.0.1:51004/cb/", false),
        ("http://127.0.0.1:51004/cb?x=1", false),
        ("http://127.0.0.1:0/cb", false),
        ("http://127.0.0.1:65536/cb", false),
        ("http://127.0.0.1:+80/cb", false),
        ("http://127.0.0.1:/cb", false),
        ("http://127.0.0.1@evil.test", false),
        ("http://127.0.0.1:1@evil.test/cb", false),
        ("http://127.0.0.1.evil.test", false),
        ("http://127.0.0.1.evil.test/cb", false),
        ("http://localhost:1/cb", false),
        ("http://0.0.0.0/cb", false),
        ("http://[::ffff:127.0.0.1]/cb", false),
        ("https://127.0.0.1:51004/cb", false),
    ] {
        assert_eq!(Redirect::trust(&native, sent).is_some(), good, "{sent}");
    }
    let desktop = Application {
        loopback_localhost: true,
        ..native.clone()
    };
    assert!(Redirect::trust(&desktop, "http://localhost:1/cb").is_some());
    assert_eq!(
        Redirect::trust(&desktop, "http://localhost:1@evil.test/cb"),
        None
    );
    let web = Application {
        application_type: ApplicationType::Web,
        ..native
    };
    assert_eq!(Redirect::trust(&web, "http://127.0.0.1:51004/cb"), None);
}

#[test]
fn an_answer_is_added_to_the_query_that_is_there() {
    // P3
    for (uri, expected) in [
        (
            "https://a.example/cb",
            "https://a.example/cb?code=a+%26&iss=x",
        ),
        (
            "https://a.example/cb?",
            "https://a.example/cb?code=a+%26&iss=x",
        ),
        (
            "https://a.example/cb?b=%20",
            "https://a.example/cb?b=%20&code=a+%26&iss=x",
        ),
        (
            "com.example.app:/cb",
            "com.example.app:/cb?code=a+%26&iss=x",
        ),
    ] {
        assert_eq!(
            Redirect(uri.into()).with(&[("code", "a &"), ("iss", "x")]),
            expected
        );
    }
}

#[test]
fn the_way_back_from_signing_out_is_registered_apart() {
    // A-092, P26, T12
    let application = Application {
        post_logout_redirect_uris: vec!["https://app.example/bye".into()],
        ..web()
    };
    assert!(Redirect::trust_after_logout(&application, "https://app.example/bye").is_some());
    for sent in [
        "https://app.example/cb",
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "/%09/evil.test",
        "https:evil.test",
        "https://app.example/bye\0",
        "JaVaScRiPt:alert(1)",
    ] {
        assert_eq!(
            Redirect::trust_after_logout(&application, sent),
            None,
            "{sent}"
        );
    }
}
