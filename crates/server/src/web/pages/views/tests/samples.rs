//! Pages with sample data: as they open, and with something wrong.

use askama::Template;
use moongate_domain::flow::Statement;
use moongate_domain::password::{PasswordPolicy, Strength};
use moongate_domain::{FieldError, Timestamp};

use super::super::*;
use crate::i18n::{Locale, Moment};
use crate::web::theme::Rgb;

/// A page under a name for the dump.
type Sample = (&'static str, String);

fn frame(locale: Locale, here: &str) -> Frame {
    let name = if locale == Locale::ZhCn {
        "云杉商城"
    } else {
        "Spruce"
    };
    Frame {
        locale,
        theme: Theme::System,
        brand: Brand::named(name).coloured(Rgb(0x0b, 0x7a, 0x5c)),
        base: "/p/spruce".into(),
        here: format!("/p/spruce{here}"),
        tx: Some("7f3k22".into()),
        csrf: "a<token>\"".into(),
        nonce: None,
        request_id: "req_01k7f3k22m8v6c0q4t9z5x1b7d".into(),
    }
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

fn statements(locale: Locale) -> Vec<StatementBox> {
    let content = if locale == Locale::ZhCn {
        "我已阅读并同意[《用户协议》](https://example.com/terms)和[《隐私政策》](https://example.com/privacy)"
    } else {
        "I agree to the [Terms](https://example.com/terms) and [Privacy Policy](https://example.com/privacy)"
    };
    StatementBox::list(
        &[Statement {
            content: content.into(),
            required: true,
        }],
        &[],
    )
}

fn rules(locale: Locale) -> Vec<PasswordRule> {
    let policy = PasswordPolicy {
        strength: Strength::Strict,
        ..Default::default()
    };
    PasswordRule::for_another(&frame(locale, ""), &policy)
}

fn sign_in(locale: Locale, method: Method) -> SignIn {
    SignIn {
        frame: frame(locale, "/login"),
        methods: vec![Method::Password, Method::Email],
        method,
        kinds: IdentifierKinds {
            username: true,
            email: true,
            phone: false,
        },
        identifier: String::new(),
        registration: true,
        reset: true,
        remember_password: true,
        remember_days: Some(30),
        remember: false,
        statements: Vec::new(),
        notice: None,
        problems: Problems::none(),
    }
}

fn enter_code(locale: Locale, purpose: CodePurpose) -> EnterCode {
    EnterCode {
        frame: frame(locale, purpose.action()),
        purpose,
        destination: "lin***@example.com".into(),
        discreet: purpose == CodePurpose::Reset,
        length: 6,
        valid_seconds: if purpose == CodePurpose::Reset {
            90
        } else {
            300
        },
        resend_in: 48,
        notice: None,
        problems: Problems::none(),
    }
}

fn register(locale: Locale) -> Register {
    Register {
        frame: frame(locale, "/register"),
        username_need: Need::Optional,
        username: String::new(),
        email_need: Need::Required,
        email: "linxia@example.com".into(),
        password_need: Need::Required,
        rules: rules(locale),
        statements: statements(locale),
        problems: Problems::none(),
    }
}

/// Every page of the folder.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let mut all = vec![
        ("sign-in", html(&sign_in(locale, Method::Password))),
        (
            "sign-in-email",
            html(&SignIn {
                statements: statements(locale),
                ..sign_in(locale, Method::Email)
            }),
        ),
        ("sign-in-wrong", html(&sign_in_wrong(locale))),
        ("enter-code", html(&enter_code(locale, CodePurpose::SignIn))),
        ("enter-code-wrong", html(&enter_code_wrong(locale))),
        ("register", html(&register(locale))),
        ("register-wrong", html(&register_wrong(locale))),
        (
            "register-verify",
            html(&enter_code(locale, CodePurpose::Register)),
        ),
        ("reset-code", html(&enter_code(locale, CodePurpose::Reset))),
    ];
    all.extend(more(locale));
    all.extend(failures(locale));
    all.extend(account(locale));
    all.extend(demo(locale));
    all
}

fn sign_in_wrong(locale: Locale) -> SignIn {
    let near = [("left", "2".to_owned()), ("minutes", "30".to_owned())];
    SignIn {
        identifier: "linxia@example.com".into(),
        remember: true,
        problems: Problems::whole(locale, "sign_in.wrong_near_lock", &near),
        ..sign_in(locale, Method::Password)
    }
}

fn enter_code_wrong(locale: Locale) -> EnterCode {
    let wrong = [FieldError::new("code", "code.wrong").with("left", 4)];
    EnterCode {
        resend_in: 0,
        notice: Some(Notice::CodeResent),
        problems: Problems::of_fields(locale, &wrong),
        ..enter_code(locale, CodePurpose::SignIn)
    }
}

fn register_wrong(locale: Locale) -> Register {
    let wrong = [
        FieldError::new("username", "username.character"),
        FieldError::new("email", "email.malformed"),
        FieldError::new("password", "password.min_length").with("min", 8),
        FieldError::new("statement", "statement.required"),
    ];
    let problems = Problems::of_fields(locale, &wrong);
    Register {
        username: "Lin Xia <b>".into(),
        email: "linxia@".into(),
        problems,
        ..register(locale)
    }
}

fn failures(locale: Locale) -> Vec<Sample> {
    let at = Timestamp::parse("2026-11-22T10:25:00Z").unwrap();
    let names = [
        "failure-not-found",
        "failure-bad-request",
        "failure-unknown-application",
        "failure-application-closed",
        "failure-expired",
        "failure-stale-form",
        "failure-forbidden",
        "failure-too-large",
        "failure-too-many",
        "failure-busy",
        "failure-internal",
    ];
    let one = |(name, kind): (&'static str, FailureKind)| {
        let page = FailurePage {
            frame: frame(locale, "/error"),
            kind,
            code: (kind == FailureKind::BadRequest).then(|| "invalid_request".into()),
            at: Some(Moment::exact(locale, at)),
            onward: (kind == FailureKind::Expired).then(|| "https://shop.example.com/".into()),
            sign_out: (kind == FailureKind::Forbidden).then(|| "/p/spruce/logout".into()),
        };
        (name, html(&page))
    };
    names.into_iter().zip(FailureKind::ALL).map(one).collect()
}

fn person(locale: Locale) -> account::Person {
    let name = if locale == Locale::ZhCn {
        "林夏"
    } else {
        "Lin Xia"
    };
    account::Person {
        name: name.into(),
        account: "linxia@example.com".into(),
    }
}

/// Reset, consent and signing out.
fn more(locale: Locale) -> Vec<Sample> {
    let account = "linxia@example.com";
    let new_password = |reason, wrong: &[FieldError]| NewPassword {
        frame: frame(locale, "/reset-password/new"),
        reason,
        account: account.into(),
        rules: rules(locale),
        problems: Problems::of_fields(locale, wrong),
    };
    let scopes = [
        "openid",
        "profile",
        "email",
        "offline_access",
        "orders:read",
    ]
    .map(str::to_owned);
    let mismatch = [FieldError::new("confirm_password", "password.mismatch")];
    vec![
        (
            "reset-password",
            html(&ResetPassword {
                frame: frame(locale, "/reset-password"),
                email: String::new(),
                problems: Problems::none(),
            }),
        ),
        (
            "new-password",
            html(&new_password(NewPasswordReason::Reset, &[])),
        ),
        (
            "new-password-wrong",
            html(&new_password(NewPasswordReason::Temporary, &mismatch)),
        ),
        (
            "password-reset",
            html(&PasswordReset {
                frame: frame(locale, ""),
                sign_in: Some("/p/spruce/login".into()),
            }),
        ),
        (
            "consent",
            html(&Consent {
                frame: frame(locale, "/consent"),
                application: "Fern Delivery".into(),
                picture: Logo::Letter,
                account: account.into(),
                scopes: ScopeInWords::list(&frame(locale, ""), &scopes),
                next_host: "delivery.example.com".into(),
            }),
        ),
        (
            "sign-out",
            html(&SignOut {
                frame: frame(locale, "/logout"),
                account: account.into(),
                carried: vec![("state".into(), "a\"b".into())],
                stay: "/p/spruce/account/profile".into(),
            }),
        ),
        (
            "signed-out",
            html(&SignedOut {
                frame: frame(locale, ""),
                sign_in: None,
            }),
        ),
    ]
}

fn account(locale: Locale) -> Vec<Sample> {
    let now = Timestamp::parse("2026-11-22T10:25:00Z").unwrap();
    let ago = |minutes: i64| Moment::ago(locale, now.plus_seconds(-60 * minutes), now);
    let page = |here| Frame {
        tx: None,
        ..frame(locale, here)
    };
    let session = |id: &str, agent, minutes, current| account::SessionRow {
        id: id.into(),
        device: account::Device::of(agent),
        address: "203.0.113.7".into(),
        last_seen: ago(minutes),
        since: ago(minutes + 3000),
        current,
    };
    vec![
        (
            "account-profile",
            html(&account::Profile {
                frame: page("/account/profile"),
                person: person(locale),
                notice: Some(Notice::Saved),
                id: "usr_01k7f3k22m8v6c0q4t9z5x1b7d".into(),
                nickname: person(locale).name,
                username: Some("linxia".into()),
                email: Some(("linxia@example.com".into(), true)),
                phone: Some(("+86 186 0000 0001".into(), false)),
                created: ago(90_000),
                problems: Problems::none(),
            }),
        ),
        (
            "account-security",
            html(&account::Security {
                frame: page("/account/security"),
                person: person(locale),
                notice: None,
                password: Some(ago(200_000)),
                email: Some(("lin***@example.com".into(), true)),
                sessions: 3,
                reminder: true,
            }),
        ),
        (
            "account-password",
            html(&account::ChangePassword {
                frame: page("/account/security/password"),
                person: person(locale),
                rules: rules(locale),
                problems: Problems::of_fields(
                    locale,
                    &[FieldError::new("password", "password.wrong")],
                ),
            }),
        ),
        (
            "account-sessions",
            html(&account::Sessions {
                frame: page("/account/sessions"),
                person: person(locale),
                notice: Some(Notice::SessionEnded),
                sessions: vec![
                    session("ses_01", "Macintosh Chrome/156", 0, true),
                    session("ses_02", "iPhone MicroMessenger/8", 240, false),
                    session("ses_03", "", 3000, false),
                ],
                idle_minutes: 120,
                longest_hours: 48,
            }),
        ),
        (
            "account-end-all",
            html(&account::EndAllSessions {
                frame: page("/account/sessions/end-all"),
                person: person(locale),
            }),
        ),
    ]
}

fn demo(locale: Locale) -> Vec<Sample> {
    let (client_id, issuer) = (
        "app_01k7f3k22m8v6c0q4t9z5x1b7d",
        "https://id.example.com/p/spruce",
    );
    let page = |enabled, error: Option<&str>| Demo {
        frame: Frame {
            tx: None,
            ..frame(locale, "/demo/app_01")
        },
        enabled,
        sign_in: "/demo/app_01/start".into(),
        register: Some("/demo/app_01/start?prompt=create".into()),
        client_id: client_id.into(),
        issuer: issuer.into(),
        error: error.map(Into::into),
    };
    let claims = [
        ("iss", issuer),
        ("sub", "usr_01k7f3k22m8v6c0q4t9z5x1b7d"),
        ("email", "linxia@example.com"),
        ("amr", "[\"pwd\"]"),
    ];
    let done = DemoDone {
        frame: frame(locale, "/demo/app_01/done"),
        account: "linxia@example.com".into(),
        client_id: client_id.into(),
        issuer: issuer.into(),
        callback: "https://id.example.com/demo/app_01/callback".into(),
        id_token: ["eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9"; 9].join("."),
        claims: claims
            .map(|(name, value)| Claim {
                name: name.into(),
                value: value.into(),
            })
            .to_vec(),
        access_token_seconds: 7200,
        sign_out: "/demo/app_01/sign-out".into(),
        account_url: format!("{issuer}/account"),
    };
    vec![
        ("demo", html(&page(true, Some("access_denied")))),
        ("demo-off", html(&page(false, None))),
        ("demo-done", html(&done)),
    ]
}
