//! `/login`: a password, or the address that gets a code.

use axum::response::Response;
use moongate_domain::identifier::IdentifierKind;
use moongate_domain::interaction::Step;
use moongate_domain::oauth::authorize::Prompt;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::source::Source;
use moongate_service::Error;
use moongate_service::sign_in::{self, SignInError};
use moongate_service::sources::{self, Offers};

use super::in_run::{Head, InRun};
use super::stage::Stage;
use super::statements;
use super::stop::{Answer, Stop};
use super::views::{IdentifierKinds, Method, Notice, Problems, SignIn};
use crate::web::params::{Params, RepeatingForm};

/// Says where the page was reached from, for its message on top.
pub const REGISTERED: &str = "/login?registered=1";

/// The page.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter_or_begin("/login").await?;
    it.expect(Step::SignIn).await?;
    let request = it.run.interaction.body.purpose.request();
    let query = &it.stage.query;
    if query.get("m").is_none()
        && query.get("registered").is_none()
        && request.is_some_and(|it| it.prompt.contains(&Prompt::Create))
        && it.run.flows().registration.enabled
    {
        return Ok(it.to("/register"));
    }
    let hint = request.and_then(|it| it.login_hint.clone());
    let method = query.given("m").and_then(Method::parse);
    let typed = Typed {
        method,
        identifier: hint.unwrap_or_default(),
        ticked: Vec::new(),
    };
    Ok(page(&it, &typed, Head::OK, Problems::none()))
}

/// The form.
pub async fn submit(stage: Stage, RepeatingForm(form): RepeatingForm) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::SignIn).await?;
    let typed = Typed::of(&form);
    match proceed(&it, &typed, &form).await {
        Ok(response) => Ok(response),
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            Ok(page(&it, &typed, head, problems))
        }
    }
}

async fn proceed(it: &InRun, typed: &Typed, form: &Params) -> Result<Response, SignInError> {
    let (app, browser) = (&it.stage.web.app, &it.stage.browser);
    let login = it.run.flows().login;
    let password = Secret::new(form.field("password"));
    let method = typed.method.unwrap_or(Method::Password);
    let mut missing = Vec::new();
    if typed.identifier.trim().is_empty() {
        missing.push(FieldError::new("identifier", "field.required"));
    }
    if method == Method::Password && password.expose().is_empty() {
        missing.push(FieldError::new("password", "field.required"));
    }
    let shown = login.statements_enabled;
    let run = match statements::answered(&it.run, shown, &login.statements, &typed.ticked) {
        Ok(run) if missing.is_empty() => run,
        answered => {
            missing.extend(answered.err());
            return Err(Error::Invalid(missing).into());
        }
    };
    match method {
        Method::Password => {
            let proved =
                sign_in::with_password(app, &run, &typed.identifier, password, browser).await?;
            Ok(it.welcome(&proved))
        }
        Method::Email => {
            sign_in::send_code(app, &run, &typed.identifier, browser).await?;
            Ok(it.to("/login/code"))
        }
    }
}

/// What a refused sign-in says, on this page and on that of the code. Unknown accounts read like known ones (W13).
pub fn problems(it: &InRun, err: SignInError) -> Result<(Head, Problems), Stop> {
    Ok(match err {
        SignInError::Wrong { near_lock: None } => it.refused("sign_in.wrong", &[]),
        SignInError::Wrong {
            near_lock: Some((left, minutes)),
        } => it.refused(
            "sign_in.wrong_near_lock",
            &[("left", left.to_string()), ("minutes", minutes.to_string())],
        ),
        SignInError::Locked { minutes } => {
            it.refused("sign_in.locked", &[("minutes", minutes.to_string())])
        }
        SignInError::Barred => it.refused("sign_in.barred", &[]),
        SignInError::Closed => it.refused("sign_in.closed", &[]),
        SignInError::Code(wrong) => super::code::wrong(it.stage.locale, wrong),
        SignInError::Other(err) => it.problems(err, "code.too_soon")?,
    })
}

/// What was typed, as far as the page shows it again.
struct Typed {
    method: Option<Method>,
    identifier: String,
    ticked: Vec<usize>,
}

impl Typed {
    fn of(form: &Params) -> Self {
        Self {
            method: Method::parse(form.field("m")),
            identifier: form.field("identifier").to_owned(),
            ticked: statements::ticked(form),
        }
    }
}

fn page(it: &InRun, typed: &Typed, head: Head, problems: Problems) -> Response {
    let sources = sources::for_sign_in(&it.run);
    let mut methods: Vec<Method> = sources.iter().map(method_of).collect();
    methods.dedup();
    let flows = it.run.flows();
    let method = typed.method.filter(|it| methods.contains(it));
    let method = method.or_else(|| methods.first().copied());
    let accepts = |kind| sources.iter().any(|it| it.accepts(kind));
    let registered = it.stage.query.get("registered").is_some() && problems.is_empty();
    let page = SignIn {
        frame: it.frame(),
        method: method.unwrap_or(Method::Password),
        methods,
        kinds: IdentifierKinds {
            username: accepts(IdentifierKind::Username),
            email: accepts(IdentifierKind::Email),
            phone: accepts(IdentifierKind::Phone),
        },
        identifier: typed.identifier.clone(),
        registration: flows.registration.enabled,
        reset: flows.reset_password.enabled,
        remember_password: flows.login.remember_password,
        remember_days: None,
        remember: false,
        statements: statements::boxes(
            flows.login.statements_enabled,
            &flows.login.statements,
            &typed.ticked,
        ),
        notice: registered.then_some(Notice::Registered),
        problems,
    };
    it.page(head, &page)
}

fn method_of(source: &Source) -> Method {
    if source.password().is_some() {
        Method::Password
    } else {
        Method::Email
    }
}
