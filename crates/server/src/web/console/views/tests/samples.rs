//! Console pages with sample data.

use askama::Template;
use moongate_domain::password::PasswordPolicy;
use moongate_domain::user::{Lock, LockedBy, UserStatus};
use moongate_domain::{FieldError, Timestamp};

use super::super::parts::*;
use super::super::*;
use crate::i18n::{Locale, Moment};
use crate::web::pages::views::account::Person;
use crate::web::pages::views::{Brand, Frame, PasswordRule, Problems, Theme};

/// A page under a name for the dump.
type Sample = (&'static str, String);

fn frame(locale: Locale, here: &str) -> Frame {
    Frame {
        locale,
        theme: Theme::System,
        brand: Brand::product(),
        base: String::new(),
        here: here.into(),
        tx: None,
        csrf: "token".into(),
        nonce: Some("nonce".into()),
        request_id: "req_00112233445566778899".into(),
    }
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

fn console(locale: Locale, section: Section, here: &str) -> ConsoleFrame {
    let zh = locale == Locale::ZhCn;
    let name = if zh { "云杉商城" } else { "Spruce retail" };
    ConsoleFrame {
        page: frame(locale, here),
        section,
        pool: Some(CurrentPool {
            slug: "spruce".into(),
            name: name.into(),
            picture: None,
            is_default: true,
            is_local: section == Section::Overview,
        }),
        pools: vec![
            PoolLink {
                slug: "spruce".into(),
                name: name.into(),
            },
            PoolLink {
                slug: "test".into(),
                name: if zh { "测试环境" } else { "Test" }.into(),
            },
        ],
        administrator: Person {
            name: if zh { "管理员" } else { "Admin" }.into(),
            account: "admin".into(),
        },
        is_owner: true,
        toast: None,
        version: "0.1.0",
    }
}

/// Every page of the folder.
pub fn pages(locale: Locale) -> Vec<Sample> {
    vec![
        ("console-setup", html(&setup(locale))),
        ("console-first-use", html(&first_use(locale))),
        ("console-overview", html(&overview(locale, true))),
        ("console-overview-quiet", html(&overview(locale, false))),
        ("console-users", html(&users(locale))),
        (
            "console-users-none",
            html(&Users {
                total: 0,
                rows: Vec::new(),
                ..users(locale)
            }),
        ),
        (
            "console-users-no-match",
            html(&Users {
                found: Some(0),
                rows: Vec::new(),
                ..users(locale)
            }),
        ),
        ("console-form", html(&form(locale))),
        ("console-confirm", html(&confirm(locale, Vec::new()))),
        (
            "console-confirm-stopped",
            html(&confirm(
                locale,
                vec![("Spruce web".into(), "/console/p/spruce/apps/app_1".into())],
            )),
        ),
    ]
}

fn setup(locale: Locale) -> Setup {
    let frame = frame(locale, "/console/setup?token=abc");
    Setup {
        rules: PasswordRule::for_first(&frame, &PasswordPolicy::default()),
        frame,
        token: "abc".into(),
        username: String::new(),
        problems: Problems::none(),
    }
}

fn first_use(locale: Locale) -> FirstUse {
    FirstUse {
        frame: ConsoleFrame {
            pool: None,
            ..console(locale, Section::Pools, "/console")
        },
    }
}

fn overview(locale: Locale, busy: bool) -> Overview {
    let zh = locale == Locale::ZhCn;
    let say = |chinese: &str, english: &str| {
        if zh {
            chinese.to_owned()
        } else {
            english.to_owned()
        }
    };
    let wave = |at: u64, size: u64| {
        if busy {
            size + size / 4 * (at % 5) + at * size / 60
        } else {
            0
        }
    };
    let tile = |label, value: &str, good| Tile {
        label,
        value: value.into(),
        note: say("较上一周期", "vs previous period"),
        change: busy.then(|| {
            (
                if good {
                    "+5.8%".into()
                } else {
                    "−0.4%".into()
                },
                good,
            )
        }),
        days: (0..12).map(|at| wave(at, 40)).collect(),
    };
    let day = |at: u64| Day {
        label: format!("11-{:02}", at + 1),
        signed_in: wave(at, 6000),
        failed: wave(at, 160),
        registered: wave(at * 3, 300),
    };
    let methods = [
        (say("密码", "Password"), 77),
        (say("邮箱验证码", "Email code"), 23),
    ];
    let attention = Attention {
        title: say(
            "近一小时有 214 个账号被锁定",
            "214 lock-outs in the last hour",
        ),
        text: say("多数来自 3 个地址段", "Most come from 3 address ranges"),
        href: "/console/p/spruce/audit?type=user.locked".into(),
        is_bad: false,
    };
    let steps = [
        (say("创建用户池", "Create a user pool"), None),
        (say("创建应用", "Create an application"), None),
        (
            say("体验登录页", "Try the sign-in page"),
            Some("/demo/app_01".to_owned()),
        ),
    ];
    Overview {
        frame: console(locale, Section::Overview, "/console/p/spruce"),
        tiles: vec![
            tile(say("用户总数", "Total users"), "128,460", true),
            tile(say("月活跃用户", "Monthly active"), "46,902", true),
            tile(say("新增注册", "New registrations"), "12,846", true),
            tile(say("登录成功率", "Sign-in success"), "97.6%", false),
        ],
        range: 30,
        days: (0..30).map(day).collect(),
        methods: methods
            .into_iter()
            .filter(|_| busy)
            .map(|(label, percent)| Share { label, percent })
            .collect(),
        attention: if busy { vec![attention] } else { Vec::new() },
        steps: steps
            .into_iter()
            .map(|(label, href)| Step {
                label,
                done: href.is_none(),
                href,
            })
            .collect(),
    }
}

fn users(locale: Locale) -> Users {
    let zh = locale == Locale::ZhCn;
    let now = Timestamp::parse("2026-11-22T10:25:00Z").unwrap();
    let page = ConsoleFrame {
        toast: Some(Toast {
            text: if zh {
                "已冻结 2 位用户。"
            } else {
                "2 users are frozen."
            }
            .into(),
            is_failure: false,
        }),
        ..console(
            locale,
            Section::Users,
            "/console/p/spruce/users?status=locked",
        )
    };
    let locked = |by, until| UserStatus::Locked(Lock { by, until });
    let statuses = [
        UserStatus::Normal,
        locked(LockedBy::Admin, None),
        locked(LockedBy::Policy, Some(now)),
        UserStatus::NotEnabled,
        UserStatus::Frozen,
        UserStatus::Normal,
    ];
    let names = [
        "Lin Xia",
        "Zhao Yi",
        "Mia Keller",
        "Chen Yu",
        "He Ran",
        "Jo Ortiz",
    ];
    let row = |(at, status): (usize, UserStatus)| UserRow {
        id: format!("usr_0000000000000000000000000{at}"),
        name: names[at].into(),
        account: names[at].to_lowercase().replace(' ', "."),
        phone: (at != 5).then(|| "+86-186****0001".into()),
        email: (at != 3).then(|| "lin***@example.com".into()),
        status: user_status(&page, status),
        is_locked: matches!(status, UserStatus::Locked(_)),
        is_frozen: status == UserStatus::Frozen,
        source: if zh { "自主注册" } else { "Registered" }.into(),
        last_sign_in: (at != 3)
            .then(|| Moment::ago(locale, now.plus_seconds(-3000 * at as i64), now)),
        created: Moment::table_day(locale, now.plus_seconds(-90_000 * at as i64)),
    };
    let filter = |label: &str, chosen: Option<&str>| Filter {
        label: label.into(),
        chosen: chosen.map(|it| (it.to_owned(), "/console/p/spruce/users".to_owned())),
        choices: vec![(
            if zh { "正常" } else { "Active" }.into(),
            "/console/p/spruce/users?status=normal".into(),
        )],
    };
    let pager = Pager {
        next: Some("/console/p/spruce/users?cursor=x".into()),
        sizes: vec![
            (10, "?limit=10".into(), false),
            (20, "?limit=20".into(), true),
            (50, "?limit=50".into(), false),
        ],
        ..Pager::new(&page, 1, 20, Some(2317))
    };
    Users {
        total: 128_460,
        found: Some(2317),
        query: String::new(),
        filters: if zh {
            vec![filter("状态", Some("已锁定")), filter("来源", None)]
        } else {
            vec![filter("Status", Some("Locked")), filter("Source", None)]
        },
        is_narrowed: true,
        rows: statuses.into_iter().enumerate().map(row).collect(),
        pager,
        frame: page,
    }
}

fn form(locale: Locale) -> FormPage {
    let choice = |value: &str, label: &str, detail: &str| Choice {
        value: value.into(),
        label: label.into(),
        detail: detail.into(),
    };
    let types = vec![
        choice("web", "Web", "A server keeps the secret"),
        choice("spa", "Single page", "Runs in the browser"),
    ];
    let codes = vec![choice("+86", "+86", ""), choice("+1", "+1", "")];
    let wrong = [
        FieldError::new("name", "text.required"),
        FieldError::new("redirect_uris.1", "uri.http_not_loopback"),
    ];
    FormPage {
        frame: console(locale, Section::Applications, "/console/p/spruce/apps/new"),
        crumbs: vec![Crumb {
            label: "Applications".into(),
            href: "/console/p/spruce/apps".into(),
        }],
        title: "Create application".into(),
        text: "Everything can be changed later, except the type.".into(),
        tabs: Vec::new(),
        action: "/console/p/spruce/apps/new".into(),
        carried: vec![("version".into(), "3".into())],
        fields: vec![
            FormField::text("name", "Name", "").required().at_most(128),
            FormField::text("type", "Type", "web")
                .kind(Kind::Cards(types))
                .required(),
            FormField::picture(
                &console(locale, Section::Applications, ""),
                "logo",
                "Picture",
                None,
            ),
            FormField::text("redirect_uris", "Redirect URIs", "http://a.example")
                .kind(Kind::Lines)
                .hint("One per line."),
            FormField::text("country", "Country code", "+86").kind(Kind::Select(codes)),
            FormField::text("birthday", "Birthday", "1990-01-31").kind(Kind::Date),
            FormField::text("colour", "Brand colour", "#0b7a5c").kind(Kind::Colour),
            FormField::text("password", "Password", "never shown")
                .kind(Kind::Password)
                .required(),
            FormField::text("enabled", "Switched on", "1")
                .kind(Kind::Check)
                .hint("People can sign in at once."),
        ],
        button: "Create application".into(),
        cancel: "/console/p/spruce/apps".into(),
        problems: Problems::of_fields(locale, &wrong),
    }
}

fn confirm(locale: Locale, obstacles: Vec<(String, String)>) -> Confirm {
    Confirm {
        frame: ConsoleFrame {
            pool: None,
            ..console(locale, Section::Pools, "/console/pools/spruce/delete")
        },
        question: "Delete user pool “Test”?".into(),
        consequences: vec![
            "This permanently deletes 1,204 users, 3 applications and 5 sources.".into(),
        ],
        obstacles,
        action: "/console/pools/spruce/delete".into(),
        fields: vec![("version".into(), "3".into())],
        typed: Some(("Test".into(), "Type the name of the pool to confirm".into())),
        button: "Delete pool".into(),
        is_destructive: true,
        cancel: "/console/pools".into(),
        problems: Problems::of_fields(
            locale,
            &[FieldError::new("confirm", "pool.confirm_mismatch")],
        ),
    }
}
