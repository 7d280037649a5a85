//! One application: what its tabs share (A-087 to A-098, C6). Each tab is a file of its own.

mod basic;
mod parameters;
mod process;
mod quickstart;
mod secrets;

use axum::Router;
use moongate_domain::application::{Application, ApplicationPatch, ApplicationType};
use moongate_domain::id::ApplicationId;
use moongate_service::{Error, applications};

use super::admin::Place;
use super::answer::{Answer, status};
use super::views::parts::{Badge, Crumb, Tab, Tone};
use super::views::{ConsoleFrame, FormField, FormPage};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::Params;

pub use quickstart::created_page;

/// `/console/p/{pool}/apps/{id}/…`
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(quickstart::routes())
        .merge(secrets::routes())
        .merge(basic::routes())
        .merge(parameters::routes())
        .merge(process::routes())
}

/// Reads the application of the path.
pub async fn find(place: &Place) -> Result<Application, Failure> {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id: ApplicationId = place.id()?;
    Ok(applications::get(app, &actor, &place.pool.id, &id).await?)
}

/// A type in words.
pub fn type_name(frame: &ConsoleFrame, kind: ApplicationType) -> String {
    let key = match kind {
        ApplicationType::Web => "type-web",
        ApplicationType::Spa => "type-spa",
        ApplicationType::Native => "type-native",
        ApplicationType::MiniProgram => "type-mini-program",
        ApplicationType::M2m => "type-m2m",
    };
    frame.t(key).into_owned()
}

fn home(place: &Place, it: &Application) -> String {
    place.to(&format!("/apps/{}", it.id))
}

/// The way back to the list.
pub fn crumbs(place: &Place, frame: &ConsoleFrame) -> Vec<Crumb> {
    vec![Crumb {
        label: frame.t("applications").into_owned(),
        href: place.to("/apps"),
    }]
}

/// The tabs of an application; machines have no flows.
pub fn tabs(place: &Place, frame: &ConsoleFrame, it: &Application, open: &str) -> Vec<Tab> {
    let home = home(place, it);
    let all = [
        ("quickstart", "tab-quickstart"),
        ("basic", "tab-basic"),
        ("parameters", "tab-parameters"),
        ("process", "tab-process"),
    ];
    all.into_iter()
        .filter(|(path, _)| *path != "process" || it.application_type.has_people())
        .map(|(path, label)| Tab {
            label: frame.t(label).into_owned(),
            href: format!("{home}/{path}"),
            current: path == open,
        })
        .collect()
}

/// On or off, as a badge.
pub fn on_or_off(frame: &ConsoleFrame, on: bool) -> Badge {
    if on {
        Badge::new(Tone::Ok, frame.t("is-on"))
    } else {
        Badge::new(Tone::Plain, frame.t("is-off"))
    }
}

/// Saves a change of the version that the form was made from.
pub async fn save(
    place: &Place,
    it: &Application,
    patch: ApplicationPatch,
    logo: Option<Vec<u8>>,
    form: &Params,
) -> Result<Application, Error> {
    let version = form.get("version").and_then(|it| it.parse().ok());
    applications::update(
        &place.admin.app,
        &place.admin.actor(),
        (&place.pool.id, &it.id),
        patch,
        logo,
        version,
        &place.admin.trace(),
    )
    .await
}

/// One tab with a form.
fn form_page(
    place: &Place,
    frame: ConsoleFrame,
    it: &Application,
    (tab, fields): (&str, Vec<FormField>),
    problems: Problems,
) -> Answer {
    let action = format!("{}/{tab}", home(place, it));
    let page = FormPage {
        crumbs: crumbs(place, &frame),
        title: it.name.clone(),
        text: it.id.to_string(),
        tabs: tabs(place, &frame, it, tab),
        cancel: action.clone(),
        action,
        carried: vec![("version".to_owned(), it.version.to_string())],
        fields,
        button: frame.t("save").into_owned(),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}
