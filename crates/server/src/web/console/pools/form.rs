//! Making and changing a pool.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::locale::Locale as PoolLocale;
use moongate_domain::pool::{NewPool, Pool, PoolPatch, PoolSettingsPatch};
use moongate_service::pools;

use super::super::admin::{Admin, picture};
use super::super::answer::{Answer, problems, see, status};
use super::super::done;
use super::super::views::parts::Crumb;
use super::super::views::{Choice, ConsoleFrame, FormField, FormPage, Kind, Section};
use super::LIST;
use crate::i18n::locale::own_name;
use crate::web::Web;
use crate::web::pages::views::{Problems, html};
use crate::web::params::Params;
use crate::web::upload::Upload;

/// `/console/pools/new`, `/console/pools/{pool}/edit`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/pools/new", get(ask_new).post(create))
        .route("/console/pools/{pool}/edit", get(ask_edit).post(edit))
}

/// What stands in the form.
#[derive(Default)]
struct Filled {
    name: String,
    slug: String,
    brand_color: String,
    default_locale: String,
    session_idle_minutes: String,
    session_absolute_hours: String,
    version: Option<String>,
}

impl Filled {
    fn of(pool: &Pool) -> Self {
        Self {
            name: pool.name.clone(),
            slug: pool.slug.clone(),
            brand_color: pool.brand_color.clone().unwrap_or_default(),
            default_locale: pool.settings.default_locale.tag().to_owned(),
            session_idle_minutes: pool.settings.session_idle_minutes.to_string(),
            session_absolute_hours: pool.settings.session_absolute_hours.to_string(),
            version: Some(pool.version.to_string()),
        }
    }

    fn read(form: &Params) -> Self {
        let field = |name| form.field(name).to_owned();
        Self {
            name: field("name"),
            slug: field("slug"),
            brand_color: field("brand_color"),
            default_locale: field("settings.default_locale"),
            session_idle_minutes: field("settings.session_idle_minutes"),
            session_absolute_hours: field("settings.session_absolute_hours"),
            version: form.get("version").map(str::to_owned),
        }
    }

    /// A number that is no number is refused like one out of range.
    fn patch(&self) -> PoolPatch {
        let number = |text: &str| text.trim().parse().ok().or(Some(-1));
        let colour = self.brand_color.trim();
        PoolPatch {
            name: Some(self.name.clone()),
            logo: None,
            brand_color: Some((!colour.is_empty()).then(|| colour.to_owned())),
            settings: Some(PoolSettingsPatch {
                default_locale: crate::i18n::locale::parse(&self.default_locale),
                session_idle_minutes: number(&self.session_idle_minutes),
                session_absolute_hours: number(&self.session_absolute_hours),
            }),
        }
    }

    fn version(&self) -> Option<i64> {
        self.version.as_deref().and_then(|it| it.parse().ok())
    }
}

async fn ask_new(admin: Admin) -> Answer {
    admin.may_change(Resource::Pools, None)?;
    let filled = Filled {
        default_locale: admin.locale.tag().to_owned(),
        ..Filled::default()
    };
    form_page(&admin, None, &filled, Problems::none()).await
}

async fn create(admin: Admin, mut upload: Upload) -> Answer {
    admin.check(&upload.form)?;
    let logo = upload.take("logo");
    let filled = Filled::read(&upload.form);
    let slug = filled.slug.trim();
    let new = NewPool {
        name: filled.name.clone(),
        slug: (!slug.is_empty()).then(|| slug.to_owned()),
        settings: PoolPatch {
            settings: Some(PoolSettingsPatch {
                default_locale: crate::i18n::locale::parse(&filled.default_locale),
                ..PoolSettingsPatch::default()
            }),
            name: None,
            ..filled.patch()
        },
    };
    match pools::create(&admin.app, &admin.actor(), new, logo, &admin.trace()).await {
        Ok(pool) => {
            done::tell(&admin.visit, "done-pool-created");
            Ok(see(&format!("/console/p/{}", pool.slug)))
        }
        Err(err) => {
            let found = problems(admin.locale, err)?;
            form_page(&admin, None, &filled, found).await
        }
    }
}

async fn ask_edit(admin: Admin, Path(name): Path<String>) -> Answer {
    let pool = pools::reach(&admin.app, &admin.actor(), &name, Access::Write).await?;
    admin.may_change(Resource::Pools, Some(&pool))?;
    form_page(&admin, Some(&pool), &Filled::of(&pool), Problems::none()).await
}

async fn edit(admin: Admin, Path(name): Path<String>, mut upload: Upload) -> Answer {
    admin.check(&upload.form)?;
    let actor = admin.actor();
    let pool = pools::reach(&admin.app, &actor, &name, Access::Write).await?;
    let logo = upload.take("logo");
    let filled = Filled::read(&upload.form);
    let mut patch = filled.patch();
    if upload.form.is_ticked("logo_delete") {
        patch.logo = Some(None);
    }
    let version = filled.version();
    match pools::update(
        &admin.app,
        &actor,
        &pool.id,
        patch,
        logo,
        version,
        &admin.trace(),
    )
    .await
    {
        Ok(_) => {
            done::tell(&admin.visit, "done-saved");
            Ok(see(LIST))
        }
        Err(err) => {
            let found = problems(admin.locale, err)?;
            form_page(&admin, Some(&pool), &filled, found).await
        }
    }
}

async fn form_page(
    admin: &Admin,
    pool: Option<&Pool>,
    filled: &Filled,
    problems: Problems,
) -> Answer {
    let frame = admin.frame(Section::Pools, None).await?;
    let address = match pool {
        Some(pool) => format!("{LIST}/{}/edit", pool.slug),
        None => format!("{LIST}/new"),
    };
    let (title, button) = match pool {
        Some(_) => (frame.t("pool-edit"), frame.t("save")),
        None => (frame.t("pool-create"), frame.t("pool-create")),
    };
    let page = FormPage {
        crumbs: crumbs(&frame),
        title: title.into_owned(),
        text: String::new(),
        tabs: Vec::new(),
        action: address,
        carried: filled
            .version
            .iter()
            .map(|it| ("version".to_owned(), it.clone()))
            .collect(),
        fields: fields(&frame, pool, filled),
        button: button.into_owned(),
        cancel: LIST.to_owned(),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

fn fields(frame: &ConsoleFrame, pool: Option<&Pool>, filled: &Filled) -> Vec<FormField> {
    let present = pool.and_then(|pool| Some(picture(pool, pool.logo.as_ref()?.as_str())));
    let languages = PoolLocale::ALL.map(|it| Choice::new(it.tag(), own_name(it)));
    let text = |name, label, value: &str| FormField::text(name, frame.t(label), value);
    let mut fields = vec![text("name", "name", &filled.name).required().at_most(128)];
    if pool.is_none() {
        fields.push(
            text("slug", "pool-slug", &filled.slug)
                .at_most(40)
                .hint(frame.t("pool-slug-hint")),
        );
    }
    let has_picture = present.is_some();
    fields.push(FormField::picture(
        frame,
        "logo",
        frame.t("picture"),
        present,
    ));
    if has_picture {
        fields.push(text("logo_delete", "picture-delete", "").kind(Kind::Check));
    }
    fields.push(
        text("brand_color", "brand-color", &filled.brand_color)
            .at_most(7)
            .hint(frame.t("brand-color-hint")),
    );
    fields.push(
        text(
            "settings.default_locale",
            "pool-language",
            &filled.default_locale,
        )
        .kind(Kind::Select(languages.to_vec()))
        .hint(frame.t("pool-language-hint")),
    );
    if pool.is_some() {
        fields.push(
            text(
                "settings.session_idle_minutes",
                "session-idle",
                &filled.session_idle_minutes,
            )
            .kind(Kind::Number)
            .required()
            .hint(frame.t("session-idle-hint")),
        );
        fields.push(
            text(
                "settings.session_absolute_hours",
                "session-absolute",
                &filled.session_absolute_hours,
            )
            .kind(Kind::Number)
            .required()
            .hint(frame.t("session-absolute-hint")),
        );
    }
    fields
}

fn crumbs(frame: &ConsoleFrame) -> Vec<Crumb> {
    vec![Crumb {
        label: frame.t("pools").into_owned(),
        href: LIST.to_owned(),
    }]
}
