//! One application: how to connect it, what it is, its addresses and lifetimes, its secrets (A-087 to A-098, C6).

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use moongate_domain::FieldError;
use moongate_domain::administrator::Resource;
use moongate_domain::application::{
    Application, ApplicationPatch, ApplicationType, Profile, TokenEndpointAuthMethod,
};
use moongate_domain::id::ApplicationId;
use moongate_domain::secret::Secret;
use moongate_service::{Error, applications, demo};

use super::admin::{Place, picture};
use super::answer::{Answer, problems, see, status};
use super::applications::delete_question;
use super::done;
use super::views::parts::{Badge, Crumb, Fact, Tab, Tone, Value};
use super::views::{
    Act, Card, Choice, Confirm, ConsoleFrame, Detail, FormField, FormPage, Kind, Note, Section,
};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, Params};
use crate::web::upload::Upload;

/// `/console/p/{pool}/apps/{id}/…`
pub fn routes() -> Router<Web> {
    let at = |path: &str| format!("/console/p/{{pool}}/apps/{{id}}{path}");
    Router::new()
        .route(&at(""), get(quickstart))
        .route(&at("/quickstart"), get(quickstart))
        .route(&at("/basic"), get(ask_basic).post(basic))
        .route(&at("/parameters"), get(ask_parameters).post(parameters))
        .route(&at("/secrets"), get(ask_secret).post(add_secret))
        .route(&at("/delete"), get(ask_delete))
        .route(&at("/switch-here"), post(switch_here))
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

async fn quickstart(place: Place) -> Answer {
    let it = find(&place).await?;
    let frame = place.frame(Section::Applications).await?;
    let page = quickstart_page(&place, frame, &it, None).await?;
    Ok(html(StatusCode::OK, &page))
}

/// The quick start with the secret of an application that was just made.
pub async fn created_page(place: &Place, it: &Application, secret: &Secret) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let page = quickstart_page(place, frame, it, Some(secret)).await?;
    Ok(html(StatusCode::CREATED, &page))
}

async fn quickstart_page(
    place: &Place,
    frame: ConsoleFrame,
    it: &Application,
    secret: Option<&Secret>,
) -> Result<Detail, Failure> {
    let app = &place.admin.app;
    let issuer = app.issuer(&place.pool);
    let copy = |label, value: String| Fact::new(frame.t(label), Value::Copy(value));
    let mut facts = vec![
        copy("issuer", issuer.clone()),
        copy("client-id", it.id.to_string()),
    ];
    if let Some(secret) = secret {
        facts.push(copy("client-secret", secret.expose().to_owned()));
    }
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    facts.push(copy("discovery", discovery));
    let mut cards = vec![Card::Facts {
        title: frame.t("quickstart-values").into_owned(),
        text: frame.t("quickstart-values-text").into_owned(),
        facts,
    }];
    cards.push(Card::Text {
        title: frame.t("quickstart-environment").into_owned(),
        text: environment(place, it, secret),
    });
    if it.application_type.has_people() {
        let uris = match it.redirect_uris.is_empty() {
            true => vec![Fact::new(
                frame.t("redirect-uris"),
                Value::Text(frame.t("redirect-uris-none").into_owned()),
            )],
            false => it
                .redirect_uris
                .iter()
                .map(|uri| Fact::new(frame.t("redirect-uris"), Value::Copy(uri.clone())))
                .collect(),
        };
        cards.push(Card::Facts {
            title: frame.t("quickstart-next").into_owned(),
            text: frame.t("quickstart-next-text").into_owned(),
            facts: uris,
        });
    }
    if it.token_endpoint_auth_method.needs_secret() && secret.is_none() {
        cards.push(secrets_card(place, &frame, it).await?);
    }
    let note = secret.map(|_| Note {
        tone: Tone::Warn,
        text: frame.t("shown-once").into_owned(),
    });
    Ok(Detail {
        crumbs: crumbs(place, &frame),
        title: it.name.clone(),
        text: type_name(&frame, it.application_type),
        status: Some(on_or_off(&frame, it.enabled)),
        acts: acts(place, &frame, it),
        tabs: tabs(place, &frame, it, "quickstart"),
        note,
        cards,
        frame,
    })
}

fn acts(place: &Place, frame: &ConsoleFrame, it: &Application) -> Vec<Act> {
    let home = home(place, it);
    let switch = if it.enabled {
        frame.t("switch-off")
    } else {
        frame.t("switch-on")
    };
    let mut acts = vec![
        Act::link(frame.t("delete"), format!("{home}/delete")).danger(),
        Act::post(switch, format!("{home}/switch-here")),
    ];
    if it.enabled && it.application_type.has_pages() {
        let address = demo::address(&place.admin.app, &it.id);
        acts.push(Act::link(frame.t("experience"), address).primary().beside());
    }
    acts
}

/// What most libraries read from the environment, with this application's values.
fn environment(place: &Place, it: &Application, secret: Option<&Secret>) -> String {
    let issuer = place.admin.app.issuer(&place.pool);
    let mut lines = vec![
        format!("OIDC_ISSUER={issuer}"),
        format!("OIDC_CLIENT_ID={}", it.id),
    ];
    if it.token_endpoint_auth_method.needs_secret() {
        let secret = secret.map_or("", |it| it.expose());
        lines.push(format!("OIDC_CLIENT_SECRET={secret}"));
    }
    if let Some(uri) = it.redirect_uris.first() {
        lines.push(format!("OIDC_REDIRECT_URI={uri}"));
    }
    lines.push(format!("OIDC_SCOPE=\"{}\"", it.scopes.join(" ")));
    lines.join("\n")
}

async fn secrets_card(
    place: &Place,
    frame: &ConsoleFrame,
    it: &Application,
) -> Result<Card, Failure> {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let secrets = applications::list_secrets(app, &actor, &place.pool.id, &it.id).await?;
    let hints: Vec<String> = secrets
        .iter()
        .map(|it| {
            let day = Moment::table_day(frame.locale, it.created_at).text;
            format!("…{} ({day})", it.hint)
        })
        .collect();
    Ok(Card::Do {
        title: frame.t("client-secret").into_owned(),
        text: frame
            .t1("secret-hints", "hints", hints.join(", "))
            .into_owned(),
        act: Act::link(
            frame.t("secret-add"),
            format!("{}/secrets", home(place, it)),
        ),
    })
}

async fn ask_secret(place: Place) -> Answer {
    place.may_change(Resource::Applications)?;
    let it = find(&place).await?;
    secret_question(&place, &it, Problems::none()).await
}

async fn secret_question(place: &Place, it: &Application, problems: Problems) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let home = home(place, it);
    let page = Confirm {
        question: frame
            .t1("secret-add-question", "name", it.name.as_str())
            .into_owned(),
        consequences: vec![frame.t("secret-add-text").into_owned()],
        obstacles: Vec::new(),
        action: format!("{home}/secrets"),
        fields: Vec::new(),
        typed: None,
        button: frame.t("secret-add").into_owned(),
        is_destructive: false,
        cancel: format!("{home}/quickstart"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

/// Makes one more secret, shown this once; the oldest goes when there would be more than two.
async fn add_secret(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let it = find(&place).await?;
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    match applications::add_secret(app, &actor, &place.pool.id, &it.id, &trace).await {
        Ok((secret, _)) => created_page(&place, &it, &secret).await,
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            secret_question(&place, &it, found).await
        }
    }
}

async fn ask_delete(place: Place) -> Answer {
    place.may_change(Resource::Applications)?;
    let it = find(&place).await?;
    delete_question(&place, &[it.id], Problems::none()).await
}

/// The switch in the head of the page turns to what it is not now.
async fn switch_here(place: Place, Form(form): Form) -> Answer {
    let it = find(&place).await?;
    super::applications::turn(&place, &form, &it.id, !it.enabled, "/quickstart").await
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

struct Parameters {
    redirect_uris: String,
    post_logout_redirect_uris: String,
    method: String,
    profile: String,
    access: String,
    id: String,
    refresh_enabled: bool,
    refresh: String,
}

impl Parameters {
    fn of(it: &Application) -> Self {
        Self {
            redirect_uris: it.redirect_uris.join("\n"),
            post_logout_redirect_uris: it.post_logout_redirect_uris.join("\n"),
            method: it.token_endpoint_auth_method.as_str().to_owned(),
            profile: it.profile.as_str().to_owned(),
            access: it.access_token_ttl_seconds.to_string(),
            id: it.id_token_ttl_seconds.to_string(),
            refresh_enabled: it.refresh_token_enabled,
            refresh: it.refresh_token_ttl_seconds.to_string(),
        }
    }

    fn read(form: &Params) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            redirect_uris: field("redirect_uris"),
            post_logout_redirect_uris: field("post_logout_redirect_uris"),
            method: field("token_endpoint_auth_method"),
            profile: field("profile"),
            access: field("access_token_ttl_seconds"),
            id: field("id_token_ttl_seconds"),
            refresh_enabled: form.is_ticked("refresh_token_enabled"),
            refresh: field("refresh_token_ttl_seconds"),
        }
    }

    fn patch(&self, it: &Application) -> Result<ApplicationPatch, Error> {
        let unknown = |field: &str| Error::field(field, "field.unknown_choice");
        let method = TokenEndpointAuthMethod::ALL
            .into_iter()
            .find(|it| it.as_str() == self.method)
            .ok_or_else(|| unknown("token_endpoint_auth_method"))?;
        let profile = Profile::OFFERED
            .into_iter()
            .find(|it| it.as_str() == self.profile)
            .ok_or_else(|| unknown("profile"))?;
        // What is no number is refused like a number out of range.
        let number = |text: &str| text.trim().parse().ok().or(Some(-1));
        let people = it.application_type.has_people();
        let lines = |text: &str| {
            text.lines()
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        Ok(ApplicationPatch {
            redirect_uris: people.then(|| lines(&self.redirect_uris)),
            post_logout_redirect_uris: people.then(|| lines(&self.post_logout_redirect_uris)),
            token_endpoint_auth_method: Some(method),
            profile: Some(profile),
            access_token_ttl_seconds: number(&self.access),
            id_token_ttl_seconds: people.then(|| number(&self.id)).flatten(),
            refresh_token_enabled: people.then_some(self.refresh_enabled),
            refresh_token_ttl_seconds: people.then(|| number(&self.refresh)).flatten(),
            ..ApplicationPatch::default()
        })
    }
}

async fn ask_parameters(place: Place) -> Answer {
    let it = find(&place).await?;
    parameters_page(&place, &it, &Parameters::of(&it), Problems::none()).await
}

async fn parameters(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let it = find(&place).await?;
    let filled = Parameters::read(&form);
    let saved = match filled.patch(&it) {
        Ok(patch) => save(&place, &it, patch, None, &form).await,
        Err(err) => Err(err),
    };
    match saved {
        Ok(_) => {
            done::tell(&place.admin.visit, "done-saved");
            Ok(see(&format!("{}/parameters", home(&place, &it))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            parameters_page(&place, &it, &filled, found).await
        }
    }
}

async fn parameters_page(
    place: &Place,
    it: &Application,
    filled: &Parameters,
    problems: Problems,
) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let text = |name, label, value: &str| FormField::text(name, frame.t(label), value);
    let methods = it.application_type.auth_methods().iter().map(|it| {
        let label = match it {
            TokenEndpointAuthMethod::None => frame.t("method-none"),
            TokenEndpointAuthMethod::ClientSecretBasic => frame.t("method-basic"),
            TokenEndpointAuthMethod::ClientSecretPost => frame.t("method-post"),
        };
        Choice::new(it.as_str(), label)
    });
    let profiles = Profile::OFFERED.map(|it| Choice {
        value: it.as_str().to_owned(),
        label: match it {
            Profile::Strict => frame.t("profile-strict"),
            _ => frame.t("profile-oidc"),
        }
        .into_owned(),
        detail: match it {
            Profile::Strict => frame.t("profile-strict-text"),
            _ => frame.t("profile-oidc-text"),
        }
        .into_owned(),
    });
    let people = it.application_type.has_people();
    let mut fields = Vec::new();
    if people {
        fields.push(
            text("redirect_uris", "redirect-uris", &filled.redirect_uris)
                .kind(Kind::Lines)
                .hint(frame.t("redirect-uris-hint")),
        );
        fields.push(
            text(
                "post_logout_redirect_uris",
                "logout-uris",
                &filled.post_logout_redirect_uris,
            )
            .kind(Kind::Lines)
            .hint(frame.t("logout-uris-hint")),
        );
    }
    fields.push(
        text("token_endpoint_auth_method", "auth-method", &filled.method)
            .kind(Kind::Select(methods.collect()))
            .required()
            .hint(frame.t("auth-method-hint")),
    );
    fields.push(
        text("profile", "profile", &filled.profile)
            .kind(Kind::Cards(profiles.to_vec()))
            .required(),
    );
    let seconds = |name, label, value: &str, hint| {
        text(name, label, value)
            .kind(Kind::Number)
            .required()
            .hint(frame.t(hint))
    };
    fields.push(seconds(
        "access_token_ttl_seconds",
        "access-ttl",
        &filled.access,
        "access-ttl-hint",
    ));
    if people {
        fields.push(seconds(
            "id_token_ttl_seconds",
            "id-ttl",
            &filled.id,
            "id-ttl-hint",
        ));
        let ticked = if filled.refresh_enabled { "1" } else { "" };
        fields.push(
            text("refresh_token_enabled", "refresh-enabled", ticked)
                .kind(Kind::Check)
                .hint(frame.t("refresh-enabled-hint")),
        );
        fields.push(seconds(
            "refresh_token_ttl_seconds",
            "refresh-ttl",
            &filled.refresh,
            "refresh-ttl-hint",
        ));
    }
    form_page(place, frame, it, ("parameters", fields), problems)
}
