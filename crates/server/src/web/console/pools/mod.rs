//! `/console/pools`: every pool, choosing and deleting them; making and changing them is in `form` (A-010 to A-030, C2).

mod form;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::id::PoolId;
use moongate_domain::pool::Pool;
use moongate_service::{Error, applications, console, pools};

use super::admin::Admin;
use super::answer::{Answer, problems, see, status};
use super::done;
use super::paging::Paging;
use super::views::parts::{Badge, Tone};
use super::views::{Act, Cell, Confirm, Empty, Listing, MenuItem, Row, Section, Table};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, Query};

const LIST: &str = "/console/pools";

/// `/console/pools/…`
pub fn routes() -> Router<Web> {
    Router::new()
        .route(LIST, get(list))
        .merge(form::routes())
        .route(
            "/console/pools/{pool}/default",
            get(ask_default).post(choose),
        )
        .route("/console/pools/{pool}/delete", get(ask_delete).post(delete))
        .route("/console/pools/demo", post(super::create_now::create))
}

async fn list(admin: Admin, Query(query): Query) -> Answer {
    let paging = Paging::read(&query);
    let after = paging
        .cursor
        .as_deref()
        .and_then(|it| PoolId::parse(it).ok());
    let actor = admin.actor();
    let mut all = pools::list(&admin.app, &actor, after, paging.asked()).await?;
    let total = pools::count(&admin.app, &actor).await?.unsigned_abs();
    let next = paging.cut(&mut all, |it| it.id.to_string());
    let frame = admin.frame(Section::Pools, None).await?;
    let default = admin.signed_in.administrator.default_pool_id.clone();
    let row = |pool: &Pool| {
        let place = format!("{LIST}/{}", pool.slug);
        let is_default = default.as_ref() == Some(&pool.id);
        let mut menu = vec![MenuItem::new(frame.t("edit"), format!("{place}/edit"))];
        if !is_default {
            let label = frame.t("pool-make-default");
            menu.push(MenuItem::new(label, format!("{place}/default")));
        }
        menu.push(MenuItem::new(frame.t("delete"), format!("{place}/delete")).destructive());
        Row {
            id: pool.id.to_string(),
            name: pool.name.clone(),
            cells: vec![
                Cell::Name {
                    text: pool.name.clone(),
                    small: pool.slug.clone(),
                    href: format!("/console/p/{}", pool.slug),
                },
                if is_default {
                    Cell::Status(Badge::new(Tone::Ok, frame.t("pool-default")))
                } else {
                    Cell::None
                },
                Cell::Text(admin.app.issuer(pool)),
                Cell::Time(Moment::table_day(admin.locale, pool.created_at)),
            ],
            menu,
        }
    };
    let columns = ["name", "pool-default", "issuer", "created"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let rows: Vec<Row> = all.iter().map(row).collect();
    let mut table = Table::new(frame.t("pools"), columns, rows);
    table.empty = Empty {
        title: frame.t("pools-none").into_owned(),
        text: frame.t("welcome-text").into_owned(),
        act: Some((frame.t("create-now").into_owned(), "/console".to_owned())),
    };
    table.pager = Some(paging.pager(&frame, (LIST, &[]), table.rows.len(), next, Some(total)));
    let page = Listing {
        crumbs: Vec::new(),
        title: frame.t("pools").into_owned(),
        text: frame.t("pools-text").into_owned(),
        acts: vec![Act::link(frame.t("pool-create"), format!("{LIST}/new")).primary()],
        table,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

async fn ask_default(admin: Admin, Path(name): Path<String>) -> Answer {
    let pool = pools::reach(&admin.app, &admin.actor(), &name, Access::Write).await?;
    let frame = admin.frame(Section::Pools, None).await?;
    let page = Confirm {
        question: frame
            .t1("pool-default-question", "name", pool.name.as_str())
            .into_owned(),
        consequences: vec![frame.t("pool-default-text").into_owned()],
        obstacles: Vec::new(),
        action: format!("{LIST}/{}/default", pool.slug),
        fields: Vec::new(),
        typed: None,
        button: frame.t("pool-default-confirm").into_owned(),
        is_destructive: false,
        cancel: LIST.to_owned(),
        problems: Problems::none(),
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

async fn choose(admin: Admin, Path(name): Path<String>, Form(form): Form) -> Answer {
    admin.check(&form)?;
    let pool = pools::reach(&admin.app, &admin.actor(), &name, Access::Write).await?;
    console::set_default_pool(&admin.app, &admin.signed_in, &pool.id).await?;
    done::tell(&admin.visit, "done-pool-default");
    Ok(see(LIST))
}

async fn ask_delete(admin: Admin, Path(name): Path<String>) -> Answer {
    let pool = pools::reach(&admin.app, &admin.actor(), &name, Access::Write).await?;
    admin.may_change(Resource::Pools, Some(&pool))?;
    delete_page(&admin, &pool, Problems::none()).await
}

async fn delete(admin: Admin, Path(name): Path<String>, Form(form): Form) -> Answer {
    admin.check(&form)?;
    let actor = admin.actor();
    let pool = pools::reach(&admin.app, &actor, &name, Access::Write).await?;
    let typed = form.field("confirm");
    match pools::delete(&admin.app, &actor, &pool.id, typed, &admin.trace()).await {
        Ok(()) => {
            done::tell(&admin.visit, "done-pool-deleted");
            Ok(see(LIST))
        }
        Err(err @ (Error::Invalid(_) | Error::State { .. })) => {
            let found = problems(admin.locale, err)?;
            delete_page(&admin, &pool, found).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The question before a pool goes, with what would go with it.
async fn delete_page(admin: &Admin, pool: &Pool, problems: Problems) -> Result<Response, Failure> {
    let (app, actor) = (&admin.app, admin.actor());
    let contents = pools::contents(app, &actor, &pool.id).await?;
    let open = applications::list(app, &actor, &pool.id, None, 100).await?;
    let obstacles: Vec<(String, String)> = open
        .into_iter()
        .filter(|it| it.enabled)
        .map(|it| {
            let place = format!("/console/p/{}/apps/{}/basic", pool.slug, it.id);
            (it.name, place)
        })
        .collect();
    let frame = admin.frame(Section::Pools, None).await?;
    let counts = frame.t3(
        "pool-delete-counts",
        ("users", &contents.users),
        ("applications", &contents.applications),
        ("sources", &contents.sources),
    );
    let mut consequences = vec![
        counts.into_owned(),
        frame.t("pool-delete-warning").into_owned(),
    ];
    if !obstacles.is_empty() {
        consequences.push(frame.t("pool-delete-enabled").into_owned());
    }
    let label = frame.t1("pool-delete-type", "name", pool.name.as_str());
    let page = Confirm {
        question: frame
            .t1("pool-delete-question", "name", pool.name.as_str())
            .into_owned(),
        consequences,
        obstacles,
        action: format!("{LIST}/{}/delete", pool.slug),
        fields: Vec::new(),
        typed: Some((String::new(), label.into_owned())),
        button: frame.t("pool-delete").into_owned(),
        is_destructive: true,
        cancel: LIST.to_owned(),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}
