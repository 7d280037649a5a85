//! Basic information: name, icon, type, description.

use axum::Router;
use axum::routing::get;
use moongate_domain::FieldError;
use moongate_domain::application::{Application, ApplicationPatch, ApplicationType};
use moongate_service::Error;

use super::super::admin::{Place, picture};
use super::super::answer::{Answer, problems, see};
use super::super::done;
use super::super::views::{Choice, FormField, Kind, Section};
use super::{find, form_page, home, save, type_name};
use crate::web::Web;
use crate::web::pages::views::Problems;
use crate::web::params::Params;
use crate::web::upload::Upload;

/// `…/{id}/basic`
pub fn routes() -> Router<Web> {
    let place = "/console/p/{pool}/apps/{id}/basic";
    Router::new().route(place, get(ask_basic).post(basic))
}

async fn ask_basic(place: Place) -> Answer {
    let it = find(&place).await?;
    basic_page(&place, &it, &Basic::of(&it), Problems::none()).await
}

struct Basic {
    name: String,
    kind: String,
    description: String,
    industry: String,
    brand_color: String,
    first_party: bool,
}

impl Basic {
    fn of(it: &Application) -> Self {
        Self {
            name: it.name.clone(),
            kind: it.application_type.as_str().to_owned(),
            description: it.description.clone().unwrap_or_default(),
            industry: it.industry.clone().unwrap_or_default(),
            brand_color: it.brand_color.clone().unwrap_or_default(),
            first_party: it.first_party,
        }
    }

    fn read(form: &Params) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            name: field("name"),
            kind: field("type"),
            description: field("description"),
            industry: field("industry"),
            brand_color: field("brand_color"),
            first_party: form.is_ticked("first_party"),
        }
    }
}

async fn basic(place: Place, mut upload: Upload) -> Answer {
    place.admin.check(&upload.form)?;
    let it = find(&place).await?;
    let logo = upload.take("logo");
    let filled = Basic::read(&upload.form);
    let kind = ApplicationType::ALL
        .into_iter()
        .find(|it| it.as_str() == filled.kind);
    let Some(kind) = kind else {
        let fault = FieldError::new("type", "field.unknown_choice");
        let found = problems(place.admin.locale, Error::Invalid(vec![fault]))?;
        return basic_page(&place, &it, &filled, found).await;
    };
    let patch = ApplicationPatch {
        name: Some(filled.name.clone()),
        // Saying the same type again would look like reaching into its work.
        application_type: (kind != it.application_type).then_some(kind),
        description: Some(Some(filled.description.clone())),
        industry: Some(Some(filled.industry.clone())),
        brand_color: Some(Some(filled.brand_color.clone())),
        first_party: Some(filled.first_party),
        logo: upload.form.is_ticked("logo_delete").then_some(None),
        ..ApplicationPatch::default()
    };
    match save(&place, &it, patch, logo, &upload.form).await {
        Ok(_) => {
            done::tell(&place.admin.visit, "done-saved");
            Ok(see(&format!("{}/basic", home(&place, &it))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            basic_page(&place, &it, &filled, found).await
        }
    }
}

async fn basic_page(place: &Place, it: &Application, filled: &Basic, problems: Problems) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let text = |name, label, value: &str| FormField::text(name, frame.t(label), value);
    let kinds = ApplicationType::ALL.map(|it| Choice::new(it.as_str(), type_name(&frame, it)));
    let logo = it.logo.as_ref();
    let present = logo.map(|id| picture(&place.pool, id.as_str()));
    let mut fields = vec![
        text("name", "name", &filled.name).required().at_most(128),
        text("type", "type", &filled.kind)
            .kind(Kind::Select(kinds.to_vec()))
            .required(),
        FormField::picture(&frame, "logo", frame.t("icon"), present),
    ];
    if logo.is_some() {
        fields.push(text("logo_delete", "picture-delete", "").kind(Kind::Check));
    }
    let ticked = if filled.first_party { "1" } else { "" };
    fields.extend([
        text("description", "description", &filled.description).at_most(512),
        text("industry", "industry", &filled.industry).at_most(128),
        text("brand_color", "brand-color", &filled.brand_color)
            .at_most(7)
            .hint(frame.t("brand-color-hint")),
        text("first_party", "first-party", ticked)
            .kind(Kind::Check)
            .hint(frame.t("first-party-hint")),
    ]);
    form_page(place, frame, it, ("basic", fields), problems)
}
