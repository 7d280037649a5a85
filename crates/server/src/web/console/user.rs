//! One user: profile, sessions, log, and everything that can be done to them (A-043 to A-055, C4).

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use moongate_domain::administrator::Resource;
use moongate_domain::id::UserId;
use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::mask;
use moongate_domain::session::Method;
use moongate_domain::user::{LockedBy, User, UserStatus};
use moongate_service::audit::EventFilter;
use moongate_service::users::{self, Reset};
use moongate_service::{Error, audit};

use super::admin::Place;
use super::answer::{Answer, problems, see, status};
use super::user_form::{self, Filled};
use super::users::source;
use super::views::parts::{Crumb, Fact, Tab, Tone, Value};
use super::views::{
    Act, Card, Cell, Confirm, ConsoleFrame, Detail, Empty, Note, Row, Section, Table, user_status,
};
use super::{audit as audit_pages, done};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::account::Device;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, Params};

/// Events that the log tab shows; the audit log shows all.
const IN_LOG: u32 = 20;

/// `/console/p/{pool}/users/{id}/…`
pub fn routes() -> Router<Web> {
    let place = "/console/p/{pool}/users/{id}";
    let at = |path: &str| format!("{place}{path}");
    Router::new()
        .route(place, get(profile))
        .route(&at("/profile"), get(profile))
        .route(&at("/sessions"), get(sessions))
        .route(&at("/log"), get(log))
        .route(&at("/reveal"), post(reveal))
        .route(&at("/edit"), get(ask_edit).post(edit))
        .route(
            &at("/reset-password"),
            get(async |it| ask(it, Deed::ResetPassword).await).post(reset_password),
        )
        .route(&at("/lock"), deed(Deed::Lock))
        .route(&at("/unlock"), deed(Deed::Unlock))
        .route(&at("/freeze"), deed(Deed::Freeze))
        .route(&at("/thaw"), deed(Deed::Thaw))
        .route(&at("/end-sessions"), deed(Deed::EndSessions))
        .route(&at("/delete"), deed(Deed::Delete))
}

async fn find(place: &Place) -> Result<User, Failure> {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    Ok(users::get(app, &actor, &place.pool.id, &place.id()?).await?)
}

/// What they are called without telling more than the list does.
fn name(user: &User) -> String {
    let username = user.username.as_ref().map(Username::as_str);
    let name = user.nickname.as_deref().or(username);
    name.unwrap_or(user.id.as_str()).to_owned()
}

fn home(place: &Place, id: &UserId) -> String {
    place.to(&format!("/users/{id}"))
}

/// A page about the user, with the tab of this name open.
fn detail(place: &Place, frame: ConsoleFrame, user: &User, tab: &str, cards: Vec<Card>) -> Detail {
    let home = home(place, &user.id);
    let now = place.admin.app.now();
    let status = user.status(now);
    let locked = status.lock().is_some_and(|it| it.by == LockedBy::Admin);
    let link = |label, path: &str| Act::link(frame.t(label), format!("{home}/{path}"));
    let mut acts = vec![
        link("edit", "edit"),
        link("user-reset-password", "reset-password"),
        if locked || status.lock().is_some() {
            link("user-unlock", "unlock")
        } else {
            link("user-lock", "lock")
        },
    ];
    acts.push(if status == UserStatus::Frozen {
        link("user-thaw", "thaw")
    } else {
        link("user-freeze", "freeze")
    });
    acts.push(link("delete", "delete").danger());
    let tabs = [
        ("profile", "tab-profile"),
        ("sessions", "tab-sessions"),
        ("log", "tab-log"),
    ];
    Detail {
        crumbs: vec![Crumb {
            label: frame.t("users").into_owned(),
            href: place.to("/users"),
        }],
        title: name(user),
        text: user.id.to_string(),
        status: Some(user_status(&frame, status)),
        acts,
        tabs: tabs
            .map(|(path, label)| Tab {
                label: frame.t(label).into_owned(),
                href: format!("{home}/{path}"),
                current: path == tab,
            })
            .to_vec(),
        note: None,
        cards,
        frame,
    }
}

async fn profile(place: Place) -> Answer {
    let user = find(&place).await?;
    let frame = place.frame(Section::Users).await?;
    let cards = profile_cards(&place, &frame, &user, false);
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "profile", cards),
    ))
}

/// The same with unmasked values; a post, as it is recorded.
async fn reveal(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id = place.id()?;
    let user = users::reveal(app, &actor, &place.pool.id, &id, &place.admin.trace()).await?;
    let frame = place.frame(Section::Users).await?;
    let cards = profile_cards(&place, &frame, &user, true);
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "profile", cards),
    ))
}

fn profile_cards(place: &Place, frame: &ConsoleFrame, user: &User, open: bool) -> Vec<Card> {
    let now = place.admin.app.now();
    let text = |label, value: Option<String>| {
        let value = value.map_or(Value::None, Value::Text);
        Fact::new(frame.t(label), value)
    };
    let proven = |shown: Option<String>, verified: bool| {
        let word = if verified {
            frame.t("verified")
        } else {
            frame.t("not-verified")
        };
        shown.map(|it| format!("{it} · {word}"))
    };
    let email = user.email.as_ref().map(|it| {
        if open {
            EmailAddress::as_str(it).to_owned()
        } else {
            mask::email(it)
        }
    });
    let phone = user.phone.as_ref().map(|it| {
        if open {
            PhoneNumber::as_str(it).to_owned()
        } else {
            mask::phone(it)
        }
    });
    let username = user
        .username
        .as_ref()
        .map(|it| Username::as_str(it).to_owned());
    let mut facts = vec![
        Fact::new(frame.t("user-id"), Value::Copy(user.id.to_string())),
        text("username-label", username),
        text("nickname-label", user.nickname.clone()),
        text("email-label", proven(email, user.email_verified)),
        text("phone-label", proven(phone, user.phone_verified)),
    ];
    let masked = |value: &str| {
        if open {
            value.to_owned()
        } else {
            "••••••".to_owned()
        }
    };
    let name_of = |name: &str| match name {
        "name" => Some("attribute-name"),
        "birthday" => Some("attribute-birthday"),
        "address" => Some("attribute-address"),
        "company" => Some("attribute-company"),
        _ => None,
    };
    for (name, value) in &user.attributes.0 {
        let label =
            name_of(name).map_or_else(|| std::borrow::Cow::Owned(name.clone()), |key| frame.t(key));
        facts.push(Fact::new(label, Value::Text(masked(value))));
    }
    let moment = |at| Value::Time(Moment::exact(frame.locale, at));
    let until = user.status(now).lock().and_then(|it| it.until);
    let mut standing = vec![
        Fact::new(
            frame.t("status"),
            Value::Status(user_status(frame, user.status(now))),
        ),
        text("user-source", Some(source(frame, &user.source))),
        Fact::new(
            frame.t("user-last-sign-in"),
            user.last_sign_in_at.map_or(Value::None, moment),
        ),
        Fact::new(frame.t("created"), moment(user.created_at)),
        Fact::new(frame.t("changed"), moment(user.updated_at)),
    ];
    if let Some(until) = until {
        standing.insert(1, Fact::new(frame.t("locked-until"), moment(until)));
    }
    let mut cards = vec![
        Card::Facts {
            title: frame.t("user-information").into_owned(),
            text: String::new(),
            facts,
        },
        Card::Facts {
            title: frame.t("account").into_owned(),
            text: String::new(),
            facts: standing,
        },
    ];
    if !open {
        cards.push(Card::Do {
            title: frame.t("user-reveal").into_owned(),
            text: frame.t("user-reveal-text").into_owned(),
            act: Act::post(
                frame.t("user-reveal-do"),
                format!("{}/reveal", home(place, &user.id)),
            ),
        });
    }
    cards
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Password => "method-password",
        Method::EmailCode => "method-email-code",
    }
}

async fn sessions(place: Place) -> Answer {
    let user = find(&place).await?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let live = users::list_sessions(app, &actor, &place.pool.id, &user.id).await?;
    let frame = place.frame(Section::Users).await?;
    let now = app.now();
    let rows: Vec<Row> = live
        .iter()
        .map(|it| {
            let device = Device::of(it.user_agent.as_deref().unwrap_or_default()).name;
            let device = if device.is_empty() {
                frame.t("device-unknown").into_owned()
            } else {
                device
            };
            Row {
                id: it.id.to_string(),
                name: device.clone(),
                cells: vec![
                    Cell::Two(device, it.ip.clone().unwrap_or_default()),
                    Cell::Text(
                        it.methods
                            .iter()
                            .map(|it| frame.t(method_name(*it)))
                            .collect::<Vec<_>>()
                            .join(", "),
                    ),
                    Cell::Time(Moment::ago(frame.locale, it.created_at, now)),
                    Cell::Time(Moment::ago(frame.locale, it.last_seen_at, now)),
                ],
                menu: Vec::new(),
            }
        })
        .collect();
    let columns = ["device", "method", "session-since", "session-seen"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let mut table = Table::new(frame.t("tab-sessions"), columns, rows);
    table.empty = Empty {
        title: frame.t("sessions-none").into_owned(),
        text: frame.t("sessions-none-text").into_owned(),
        act: None,
    };
    let has_any = !table.rows.is_empty();
    let mut cards = vec![Card::Table(Box::new(table))];
    if has_any {
        cards.push(Card::Do {
            title: frame.t("sessions-end").into_owned(),
            text: frame.t("sessions-end-text").into_owned(),
            act: Act::link(
                frame.t("sessions-end"),
                format!("{}/end-sessions", home(&place, &user.id)),
            )
            .danger(),
        });
    }
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "sessions", cards),
    ))
}

async fn log(place: Place) -> Answer {
    let user = find(&place).await?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let filter = EventFilter {
        user_id: Some(user.id.clone()),
        ..EventFilter::default()
    };
    let events = audit::list(app, &actor, &place.pool.id, filter, None, IN_LOG).await?;
    let frame = place.frame(Section::Users).await?;
    let table = audit_pages::table(&place, &frame, &events);
    let all = place.to(&format!("/audit?q={}", user.id));
    let cards = vec![
        Card::Table(Box::new(table)),
        Card::Do {
            title: frame.t("audit-open").into_owned(),
            text: frame.t("audit-of-user-text").into_owned(),
            act: Act::link(frame.t("audit-open"), all),
        },
    ];
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "log", cards),
    ))
}

async fn ask_edit(place: Place) -> Answer {
    place.may_change(Resource::Users)?;
    // The form shows whole values, so opening it is recorded like any other look at them.
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id = place.id()?;
    let user = users::reveal(app, &actor, &place.pool.id, &id, &place.admin.trace()).await?;
    user_form::page(&place, Some(&user), &Filled::of(&user), Problems::none()).await
}

async fn edit(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let user = find(&place).await?;
    let filled = Filled::read(&form);
    let outcome = users::update(
        &place.admin.app,
        &place.admin.actor(),
        (&place.pool.id, &user.id),
        filled.patch(Some(&user)),
        filled.version(),
        &place.admin.trace(),
    )
    .await;
    match outcome {
        Ok(user) => {
            done::tell(&place.admin.visit, "done-saved");
            Ok(see(&format!("{}/profile", home(&place, &user.id))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            user_form::page(&place, Some(&user), &filled, found).await
        }
    }
}

/// What can be done to a user after a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    ResetPassword,
    Lock,
    Unlock,
    Freeze,
    Thaw,
    EndSessions,
    Delete,
}

impl Deed {
    const fn path(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Freeze => "freeze",
            Self::Thaw => "thaw",
            Self::EndSessions => "end-sessions",
            Self::Delete => "delete",
        }
    }
}

fn deed(deed: Deed) -> axum::routing::MethodRouter<Web> {
    get(async move |place: Place| ask(place, deed).await)
        .post(async move |place: Place, Form(form): Form| act(place, deed, &form).await)
}

async fn ask(place: Place, deed: Deed) -> Answer {
    place.may_change(Resource::Users)?;
    let user = find(&place).await?;
    question(&place, &user, deed, Problems::none()).await
}

async fn act(place: Place, deed: Deed, form: &Params) -> Answer {
    place.admin.check(form)?;
    let user = find(&place).await?;
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    let of = (&place.pool.id, &user.id);
    let outcome = match deed {
        Deed::Lock => users::lock(app, &actor, of, &trace).await.map(drop),
        Deed::Unlock => users::unlock(app, &actor, of, &trace).await.map(drop),
        Deed::Freeze => users::freeze(app, &actor, of, &trace).await.map(drop),
        Deed::Thaw => users::thaw(app, &actor, of, &trace).await.map(drop),
        Deed::EndSessions => users::end_sessions(app, &actor, of, &trace).await,
        Deed::Delete => {
            users::delete(app, &actor, &place.pool.id, vec![user.id.clone()], &trace).await
        }
        Deed::ResetPassword => Err(Error::NotFound),
    };
    let (told, onward) = match deed {
        Deed::Lock => ("done-user-locked", "profile"),
        Deed::Unlock => ("done-user-unlocked", "profile"),
        Deed::Freeze => ("done-user-frozen", "profile"),
        Deed::Thaw => ("done-user-thawed", "profile"),
        Deed::Delete => ("done-user-deleted", ""),
        Deed::EndSessions | Deed::ResetPassword => ("done-sessions-ended", "sessions"),
    };
    match outcome {
        Ok(()) => {
            done::tell(&place.admin.visit, told);
            Ok(see(&if deed == Deed::Delete {
                place.to("/users")
            } else {
                format!("{}/{onward}", home(&place, &user.id))
            }))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            question(&place, &user, deed, found).await
        }
    }
}

async fn question(
    place: &Place,
    user: &User,
    deed: Deed,
    problems: Problems,
) -> Result<Response, Failure> {
    let frame = place.frame(Section::Users).await?;
    let (question, text, button) = match deed {
        Deed::ResetPassword => (
            "user-reset-question",
            "user-reset-text",
            "user-reset-password",
        ),
        Deed::Lock => ("user-lock-question", "user-lock-text", "user-lock"),
        Deed::Unlock => ("user-unlock-question", "user-unlock-text", "user-unlock"),
        Deed::Freeze => ("user-freeze-question", "user-freeze-text", "user-freeze"),
        Deed::Thaw => ("user-thaw-question", "user-thaw-text", "user-thaw"),
        Deed::EndSessions => ("sessions-end-question", "sessions-end-text", "sessions-end"),
        Deed::Delete => ("user-delete-question", "user-delete-text", "delete"),
    };
    let home = home(place, &user.id);
    let page = Confirm {
        question: frame.t1(question, "name", name(user)).into_owned(),
        consequences: vec![frame.t(text).into_owned()],
        obstacles: Vec::new(),
        action: format!("{home}/{}", deed.path()),
        fields: Vec::new(),
        typed: None,
        button: frame.t(button).into_owned(),
        is_destructive: deed == Deed::Delete,
        cancel: format!("{home}/profile"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

/// Mailed, or a temporary password that is shown this once.
async fn reset_password(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let user = find(&place).await?;
    let reset = users::reset_password(
        &place.admin.app,
        &place.admin.actor(),
        (&place.pool, &user.id),
        &place.admin.trace(),
    )
    .await;
    match reset {
        Ok(Reset::Mailed) => {
            done::tell(&place.admin.visit, "done-password-mailed");
            Ok(see(&format!("{}/profile", home(&place, &user.id))))
        }
        Ok(Reset::Temporary(password)) => {
            let frame = place.frame(Section::Users).await?;
            let fact = Fact::new(
                frame.t("temporary-password"),
                Value::Copy(password.expose().to_owned()),
            );
            let card = Card::Facts {
                title: frame.t("temporary-password").into_owned(),
                text: frame.t("temporary-password-text").into_owned(),
                facts: vec![fact],
            };
            let note = Note {
                tone: Tone::Warn,
                text: frame.t("shown-once").into_owned(),
            };
            let mut page = detail(&place, frame, &user, "", vec![card]);
            page.note = Some(note);
            Ok(html(StatusCode::OK, &page))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            question(&place, &user, Deed::ResetPassword, found).await
        }
    }
}
