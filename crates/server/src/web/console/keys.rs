//! `/console/system/keys`: management keys for scripts, for owners only.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::administrator::{Access, KeyAccess, ManagementKey, Resource};
use moongate_domain::id::{ManagementKeyId, PoolId};
use moongate_service::administrators::{self, NewKey};
use moongate_service::pools;

use super::admin::Admin;
use super::answer::{Answer, problems, see, status};
use super::done;
use super::views::parts::{Badge, Crumb, Fact, Tone, Value};
use super::views::{
    Act, Card, Cell, Choice, Confirm, ConsoleFrame, Detail, Empty, FormField, FormPage, Kind,
    Listing, MenuItem, Note, Row, Section, Table,
};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, RepeatingForm};

const LIST: &str = "/console/system/keys";
/// Pools that a key can be limited to on this page; the API takes any.
const POOLS: u32 = 100;

/// `/console/system/keys/…`
pub fn routes() -> Router<Web> {
    Router::new()
        .route(LIST, get(list))
        .route("/console/system/keys/new", get(ask_new).post(create))
        .route(
            "/console/system/keys/{id}/revoke",
            get(ask_revoke).post(revoke),
        )
}

async fn list(admin: Admin) -> Answer {
    let keys = administrators::list_keys(&admin.app, &admin.actor()).await?;
    let frame = admin.frame(Section::Keys, None).await?;
    let rows: Vec<Row> = keys.iter().map(|it| row(&admin, &frame, it)).collect();
    let columns = ["name", "key-access", "status", "key-used", "created"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let mut table = Table::new(frame.t("management-keys"), columns, rows);
    table.empty = Empty {
        title: frame.t("keys-none").into_owned(),
        text: frame.t("keys-text").into_owned(),
        act: None,
    };
    let page = Listing {
        crumbs: Vec::new(),
        title: frame.t("management-keys").into_owned(),
        text: frame.t("keys-text").into_owned(),
        acts: vec![Act::link(frame.t("key-create"), format!("{LIST}/new")).primary()],
        table,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn row(admin: &Admin, frame: &ConsoleFrame, key: &ManagementKey) -> Row {
    let now = admin.app.now();
    let is_over = key.expires_at.is_some_and(|end| end <= now);
    let (tone, word) = match key.revoked_at {
        Some(_) => (Tone::Plain, "key-revoked"),
        None if is_over => (Tone::Plain, "key-expired"),
        None => (Tone::Ok, "key-works"),
    };
    let menu = match key.revoked_at {
        Some(_) => Vec::new(),
        None => vec![
            MenuItem::new(frame.t("key-revoke"), format!("{LIST}/{}/revoke", key.id)).destructive(),
        ],
    };
    Row {
        id: key.id.to_string(),
        name: key.name.clone(),
        cells: vec![
            Cell::Two(key.name.clone(), format!("mgk_…{}", key.hint)),
            Cell::Text(access_name(frame, &key.access)),
            Cell::Status(Badge::new(tone, frame.t(word))),
            key.last_used_at.map_or(Cell::None, |at| {
                Cell::Time(Moment::ago(frame.locale, at, now))
            }),
            Cell::Time(Moment::table_day(frame.locale, key.created_at)),
        ],
        menu,
    }
}

/// The choice of the form that grants this; other grants are made by the API, and listed as they are.
fn access_name(frame: &ConsoleFrame, access: &KeyAccess) -> String {
    if *access == KeyAccess::all() {
        frame.t("key-everything").into_owned()
    } else if access.0 == inside_pools("write") {
        frame.t("key-write").into_owned()
    } else if access.0 == inside_pools("read") {
        frame.t("key-read").into_owned()
    } else {
        access.0.join(", ")
    }
}

async fn ask_new(admin: Admin) -> Answer {
    admin.may_change(Resource::Administration, None)?;
    form_page(&admin, ("", "", "read"), Problems::none()).await
}

async fn create(admin: Admin, RepeatingForm(form): RepeatingForm) -> Answer {
    admin.check(&form)?;
    let (name, pool, access) = (form.field("name"), form.field("pool"), form.field("access"));
    let granted = match access {
        "all" => KeyAccess::all(),
        "write" => KeyAccess(inside_pools("write")),
        _ => KeyAccess(inside_pools("read")),
    };
    let new = NewKey {
        name: name.to_owned(),
        pool_id: PoolId::parse(pool).ok(),
        access: granted,
        expires_at: None,
    };
    match administrators::create_key(&admin.app, &admin.actor(), new, &admin.trace()).await {
        Ok((secret, key)) => {
            let frame = admin.frame(Section::Keys, None).await?;
            let page = Detail {
                crumbs: crumbs(&frame),
                title: key.name.clone(),
                text: frame.t("key-created-text").into_owned(),
                status: None,
                acts: Vec::new(),
                tabs: Vec::new(),
                note: Some(Note {
                    tone: Tone::Warn,
                    text: frame.t("shown-once").into_owned(),
                }),
                cards: vec![Card::Facts {
                    title: frame.t("management-key").into_owned(),
                    text: String::new(),
                    facts: vec![Fact::new(
                        frame.t("management-key"),
                        Value::Copy(secret.expose().to_owned()),
                    )],
                }],
                frame,
            };
            Ok(html(StatusCode::CREATED, &page))
        }
        Err(err) => {
            let found = problems(admin.locale, err)?;
            form_page(&admin, (name, pool, access), found).await
        }
    }
}

fn inside_pools(access: &str) -> Vec<String> {
    let inside = Resource::ALL.into_iter();
    inside
        .filter(|it| *it != Resource::Administration)
        .map(|it| format!("{}:{access}", it.as_str()))
        .collect()
}

async fn form_page(
    admin: &Admin,
    (name, pool, access): (&str, &str, &str),
    problems: Problems,
) -> Answer {
    let all = pools::list(&admin.app, &admin.actor(), None, POOLS).await?;
    let frame = admin.frame(Section::Keys, None).await?;
    let mut places = vec![Choice::new("", frame.t("key-all-pools"))];
    places.extend(
        all.iter()
            .map(|it| Choice::new(it.id.as_str(), it.name.as_str())),
    );
    let accesses = vec![
        Choice {
            detail: frame.t("key-read-text").into_owned(),
            ..Choice::new("read", frame.t("key-read"))
        },
        Choice {
            detail: frame.t("key-write-text").into_owned(),
            ..Choice::new("write", frame.t("key-write"))
        },
        Choice {
            detail: frame.t("key-everything-text").into_owned(),
            ..Choice::new("all", frame.t("key-everything"))
        },
    ];
    let fields = vec![
        FormField::text("name", frame.t("name"), name)
            .required()
            .at_most(128)
            .hint(frame.t("key-name-hint")),
        FormField::text("pool", frame.t("key-pool"), pool).kind(Kind::Select(places)),
        FormField::text("access", frame.t("key-access"), access)
            .kind(Kind::Cards(accesses))
            .required(),
    ];
    let page = FormPage {
        crumbs: crumbs(&frame),
        title: frame.t("key-create").into_owned(),
        text: String::new(),
        tabs: Vec::new(),
        action: format!("{LIST}/new"),
        carried: Vec::new(),
        fields,
        button: frame.t("key-create").into_owned(),
        cancel: LIST.to_owned(),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

fn crumbs(frame: &ConsoleFrame) -> Vec<Crumb> {
    vec![Crumb {
        label: frame.t("management-keys").into_owned(),
        href: LIST.to_owned(),
    }]
}

/// The key of the path, if there is one.
async fn find(admin: &Admin, id: &str) -> Result<ManagementKey, Failure> {
    let keys = administrators::list_keys(&admin.app, &admin.actor()).await?;
    let id = ManagementKeyId::parse(id).map_err(|_| Failure::not_found())?;
    keys.into_iter()
        .find(|it| it.id == id)
        .ok_or_else(Failure::not_found)
}

async fn ask_revoke(admin: Admin, Path(id): Path<String>) -> Answer {
    admin
        .actor()
        .may(Resource::Administration, Access::Write, None)?;
    let key = find(&admin, &id).await?;
    let frame = admin.frame(Section::Keys, None).await?;
    let page = Confirm {
        question: frame
            .t1("key-revoke-question", "name", key.name.as_str())
            .into_owned(),
        consequences: vec![frame.t("key-revoke-text").into_owned()],
        obstacles: Vec::new(),
        action: format!("{LIST}/{}/revoke", key.id),
        fields: Vec::new(),
        typed: None,
        button: frame.t("key-revoke").into_owned(),
        is_destructive: true,
        cancel: LIST.to_owned(),
        problems: Problems::none(),
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

async fn revoke(admin: Admin, Path(id): Path<String>, Form(form): Form) -> Answer {
    admin.check(&form)?;
    let key = find(&admin, &id).await?;
    administrators::revoke_key(&admin.app, &admin.actor(), &key.id, &admin.trace()).await?;
    done::tell(&admin.visit, "done-key-revoked");
    Ok(see(LIST))
}
