//! `/console/p/{pool}/apps`: the list of applications, making one, switching and deleting (A-081 to,
//! A-145, C6).

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use moongate_domain::FieldError;
use moongate_domain::administrator::Resource;
use moongate_domain::application::{
    Application, ApplicationPatch, ApplicationType, NewApplication,
};
use moongate_domain::id::ApplicationId;
use moongate_service::applications;
use moongate_service::{Error, demo};

use super::admin::Place;
use super::answer::{Answer, problems, see, status};
use super::application::{created_page, type_name};
use super::done;
use super::paging::Paging;
use super::views::parts::Crumb;
use super::views::{
    Act, Bulk, Cell, Choice, Confirm, ConsoleFrame, Empty, FormField, FormPage, Kind, Listing,
    MenuItem, Row, Section, Table,
};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Params, Query, RepeatingForm};
use crate::web::upload::Upload;

/// `/console/p/{pool}/apps`, `…/new`, `…/batch`, `…/{id}/switch`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/p/{pool}/apps", get(list))
        .route("/console/p/{pool}/apps/new", get(ask_new).post(create))
        .route("/console/p/{pool}/apps/batch", post(batch))
        .route("/console/p/{pool}/apps/{id}/switch", post(switch))
}

async fn list(place: Place, Query(query): Query) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let paging = Paging::read(&query);
    let before = paging.cursor.as_deref();
    let before = before.and_then(|it| ApplicationId::parse(it).ok());
    let mut all = applications::list(app, &actor, &place.pool.id, before, paging.asked()).await?;
    let total = applications::count(app, &actor, &place.pool.id).await?;
    let next = paging.cut(&mut all, |it| it.id.to_string());
    let frame = place.frame(Section::Applications).await?;
    let columns = ["application", "type", "created", "enabled"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let rows = all.iter().map(|it| row(&place, &frame, it)).collect();
    let mut table = Table::new(frame.t("applications"), columns, rows);
    table.bulk = Some(Bulk {
        action: place.to("/apps/batch"),
        buttons: vec![("delete".to_owned(), frame.t("delete").into_owned())],
    });
    table.empty = Empty {
        title: frame.t("applications-none").into_owned(),
        text: frame.t("applications-none-text").into_owned(),
        act: Some((
            frame.t("application-create").into_owned(),
            place.to("/apps/new"),
        )),
    };
    let path = place.to("/apps");
    let total = Some(total.unsigned_abs());
    table.pager = Some(paging.pager(&frame, (&path, &[]), table.rows.len(), next, total));
    let page = Listing {
        crumbs: Vec::new(),
        title: frame.t("applications").into_owned(),
        text: frame.t("applications-text").into_owned(),
        acts: vec![Act::link(frame.t("application-create"), place.to("/apps/new")).primary()],
        table,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn row(place: &Place, frame: &ConsoleFrame, it: &Application) -> Row {
    let home = place.to(&format!("/apps/{}", it.id));
    let mut menu = vec![MenuItem::new(frame.t("configure"), format!("{home}/basic"))];
    if it.enabled && it.application_type.has_pages() {
        let address = demo::address(&place.admin.app, &it.id);
        menu.push(MenuItem::new(frame.t("experience"), address));
    }
    menu.push(MenuItem::new(frame.t("delete"), format!("{home}/delete")).destructive());
    Row {
        id: it.id.to_string(),
        name: it.name.clone(),
        cells: vec![
            Cell::Name {
                text: it.name.clone(),
                small: it.id.to_string(),
                href: format!("{home}/quickstart"),
            },
            Cell::Text(type_name(frame, it.application_type)),
            Cell::Time(Moment::table_day(frame.locale, it.created_at)),
            Cell::Switch {
                on: it.enabled,
                label: frame
                    .t1("application-switch", "name", it.name.as_str())
                    .into_owned(),
                action: format!("{home}/switch"),
            },
        ],
        menu,
    }
}

async fn ask_new(place: Place) -> Answer {
    place.may_change(Resource::Applications)?;
    let filled = Filled {
        kind: ApplicationType::Web.as_str().to_owned(),
        ..Filled::default()
    };
    form_page(&place, &filled, Problems::none()).await
}

#[derive(Default)]
struct Filled {
    name: String,
    kind: String,
    description: String,
    industry: String,
}

async fn create(place: Place, mut upload: Upload) -> Answer {
    place.admin.check(&upload.form)?;
    let logo = upload.take("logo");
    let field = |name: &str| upload.form.field(name).to_owned();
    let filled = Filled {
        name: field("name"),
        kind: field("type"),
        description: field("description"),
        industry: field("industry"),
    };
    let kind = ApplicationType::ALL
        .into_iter()
        .find(|it| it.as_str() == filled.kind);
    let made = match kind {
        None => Err(Error::field("type", "field.unknown_choice")),
        Some(application_type) => {
            let new = NewApplication {
                name: filled.name.clone(),
                application_type,
                settings: ApplicationPatch {
                    description: Some(Some(filled.description.clone())),
                    industry: Some(Some(filled.industry.clone())),
                    ..ApplicationPatch::default()
                },
            };
            let (app, actor) = (&place.admin.app, place.admin.actor());
            let trace = place.admin.trace();
            applications::create(app, &actor, &place.pool.id, new, logo, &trace).await
        }
    };
    match made {
        Ok(made) => match &made.secret {
            Some(secret) => created_page(&place, &made.application, secret).await,
            None => {
                done::tell(&place.admin.visit, "done-application-created");
                let id = &made.application.id;
                Ok(see(&place.to(&format!("/apps/{id}/parameters"))))
            }
        },
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            form_page(&place, &filled, found).await
        }
    }
}

async fn form_page(place: &Place, filled: &Filled, problems: Problems) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let kinds = ApplicationType::ALL.map(|it| Choice {
        value: it.as_str().to_owned(),
        label: type_name(&frame, it),
        detail: type_detail(&frame, it),
    });
    let text = |name, label, value: &str| FormField::text(name, frame.t(label), value);
    let fields = vec![
        text("type", "type", &filled.kind)
            .kind(Kind::Cards(kinds.to_vec()))
            .required(),
        text("name", "name", &filled.name).required().at_most(128),
        FormField::picture(&frame, "logo", frame.t("icon"), None),
        text("description", "description", &filled.description).at_most(512),
        text("industry", "industry", &filled.industry).at_most(128),
    ];
    let page = FormPage {
        crumbs: vec![Crumb {
            label: frame.t("applications").into_owned(),
            href: place.to("/apps"),
        }],
        title: frame.t("application-create").into_owned(),
        text: frame.t("application-create-text").into_owned(),
        tabs: Vec::new(),
        action: place.to("/apps/new"),
        carried: Vec::new(),
        fields,
        button: frame.t("application-create").into_owned(),
        cancel: place.to("/apps"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

fn type_detail(frame: &ConsoleFrame, kind: ApplicationType) -> String {
    let key = match kind {
        ApplicationType::Web => "type-web-text",
        ApplicationType::Spa => "type-spa-text",
        ApplicationType::Native => "type-native-text",
        ApplicationType::MiniProgram => "type-mini-program-text",
        ApplicationType::M2m => "type-m2m-text",
    };
    frame.t(key).into_owned()
}

/// The switch in a row.
async fn switch(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    let id: ApplicationId = place.id()?;
    turn(&place, &form, &id, form.field("enabled") == "1", "").await
}

/// Switches at once and goes back: to the list, or to a tab. What is not complete stays off, and the page lists what
/// is missing and where to mend it.
pub async fn turn(
    place: &Place,
    form: &Params,
    id: &ApplicationId,
    enabled: bool,
    back: &str,
) -> Answer {
    place.admin.check(form)?;
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    let patch = ApplicationPatch {
        enabled: Some(enabled),
        ..ApplicationPatch::default()
    };
    let of = (&place.pool.id, id);
    let home = place.to(&format!("/apps/{id}"));
    match applications::update(app, &actor, of, patch, None, None, &trace).await {
        Ok(_) => {
            let told = if enabled {
                "done-application-on"
            } else {
                "done-application-off"
            };
            done::tell(&place.admin.visit, told);
            Ok(see(&match back {
                "" => place.to("/apps"),
                tab => format!("{home}{tab}"),
            }))
        }
        Err(Error::Invalid(faults)) => incomplete(place, id, &faults).await,
        Err(other) => Err(other.into()),
    }
}

async fn incomplete(place: &Place, id: &ApplicationId, faults: &[FieldError]) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let it = applications::get(app, &actor, &place.pool.id, id).await?;
    let frame = place.frame(Section::Applications).await?;
    let home = place.to(&format!("/apps/{id}"));
    let obstacles = faults.iter().map(|fault| {
        let said = Problems::of_fields(frame.locale, std::slice::from_ref(fault));
        let text = said.fields.into_iter().next().map(|(_, text)| text);
        let tab = if fault.field.starts_with("flows") {
            "process"
        } else {
            "parameters"
        };
        (text.unwrap_or_default(), format!("{home}/{tab}"))
    });
    let page = Confirm {
        question: frame
            .t1("application-incomplete", "name", it.name.as_str())
            .into_owned(),
        consequences: vec![frame.t("application-incomplete-text").into_owned()],
        obstacles: obstacles.collect(),
        action: String::new(),
        fields: Vec::new(),
        typed: None,
        button: String::new(),
        is_destructive: false,
        cancel: place.to("/apps"),
        problems: Problems::none(),
        frame,
    };
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Deletes the ticked applications after a question.
async fn batch(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    place.admin.check(&form)?;
    place.may_change(Resource::Applications)?;
    let ids: Vec<ApplicationId> = form
        .all("id")
        .map(ApplicationId::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| Failure::not_found())?;
    if ids.is_empty() {
        return Ok(see(&place.to("/apps")));
    }
    if !form.is_ticked("confirmed") {
        return delete_question(&place, &ids, Problems::none()).await;
    }
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    match applications::delete(app, &actor, &place.pool.id, ids.clone(), &trace).await {
        Ok(()) => {
            done::tell(&place.admin.visit, "done-applications-deleted");
            Ok(see(&place.to("/apps")))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            delete_question(&place, &ids, found).await
        }
    }
}

/// The question before applications go, for one or for several.
pub async fn delete_question(place: &Place, ids: &[ApplicationId], problems: Problems) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let mut consequences = Vec::new();
    for id in ids.iter().take(20) {
        let it = applications::get(app, &actor, &place.pool.id, id).await?;
        consequences.push(it.name);
    }
    let frame = place.frame(Section::Applications).await?;
    consequences.push(frame.t("applications-delete-text").into_owned());
    let mut fields = vec![
        ("action".to_owned(), "delete".to_owned()),
        ("confirmed".to_owned(), "1".to_owned()),
    ];
    fields.extend(ids.iter().map(|it| ("id".to_owned(), it.to_string())));
    let page = Confirm {
        question: frame
            .t1("applications-delete-question", "count", ids.len())
            .into_owned(),
        consequences,
        obstacles: Vec::new(),
        action: place.to("/apps/batch"),
        fields,
        typed: None,
        button: frame.t("delete").into_owned(),
        is_destructive: true,
        cancel: place.to("/apps"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}
