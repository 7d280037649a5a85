//! `/register` and `/register/verify`: a new account.

use axum::response::Response;
use moongate_domain::identifier::IdentifierKind;
use moongate_domain::interaction::Step;
use moongate_domain::secret::Secret;
use moongate_service::sign_up::{self, Registered, SignUpError};
use moongate_service::{Error, sources};

use super::in_run::{Head, InRun};
use super::stage::Stage;
use super::stop::{Answer, Stop};
use super::views::{CodePurpose, Need, PasswordRule, Problems, Register};
use super::{code, sign_in, statements};
use crate::web::params::{Form, Params, RepeatingForm};

/// The form.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter_or_begin("/register").await?;
    it.expect(Step::SignIn).await?;
    let typed = it.run.interaction.body.registration.clone();
    let typed = typed.map_or_else(Typed::default, |it| Typed {
        username: it.username.unwrap_or_default(),
        email: it.email.unwrap_or_default(),
        ticked: Vec::new(),
    });
    page(&it, &typed, Head::OK, Problems::none()).await
}

/// The filled form.
pub async fn submit(stage: Stage, RepeatingForm(form): RepeatingForm) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::SignIn).await?;
    let typed = Typed::of(&form);
    match begin(&it, &typed, &form).await {
        Ok(registered) => Ok(onward(&it, registered)),
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            page(&it, &typed, head, problems).await
        }
    }
}

/// The page that asks for the code.
pub async fn show_verify(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    it.expect(Step::SignIn).await?;
    code::page(&it, CodePurpose::Register, Head::OK, Problems::none()).await
}

/// The code, or the wish for another one.
pub async fn submit_verify(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::SignIn).await?;
    if it.run.interaction.body.registration.is_none() {
        return Ok(it.to("/register"));
    }
    match verify(&it, &form).await {
        Ok(response) => Ok(response),
        Err(SignUpError::Other(Error::Invalid(fields)))
            if fields.iter().any(|it| it.field != "code") =>
        {
            // Somebody took the name meanwhile: it is chosen anew.
            let body = &it.run.interaction.body.registration;
            let typed = Typed {
                username: body
                    .iter()
                    .find_map(|it| it.username.clone())
                    .unwrap_or_default(),
                email: body
                    .iter()
                    .find_map(|it| it.email.clone())
                    .unwrap_or_default(),
                ticked: Vec::new(),
            };
            let (head, problems) = it.problems(Error::Invalid(fields), "code.too_soon")?;
            page(&it, &typed, head, problems).await
        }
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            code::page(&it, CodePurpose::Register, head, problems).await
        }
    }
}

async fn verify(it: &InRun, form: &Params) -> Result<Response, SignUpError> {
    let (app, run, browser) = (&it.stage.web.app, &it.run, &it.stage.browser);
    if code::is_resend(form) {
        sign_up::resend(app, run, browser).await?;
        return Ok(code::resent(it, CodePurpose::Register));
    }
    let registered = sign_up::prove(app, run, code::typed(form)?, browser).await?;
    Ok(onward(it, registered))
}

fn onward(it: &InRun, registered: Registered) -> Response {
    match registered {
        Registered::Verify => it.to(CodePurpose::Register.action()),
        Registered::SignedIn(proved) => it.welcome(&proved),
        Registered::SignIn(_) => it.to(sign_in::REGISTERED),
    }
}

async fn begin(it: &InRun, typed: &Typed, form: &Params) -> Result<Registered, SignUpError> {
    let flow = it.run.flows().registration;
    let shown = flow.statements_enabled;
    let run = statements::answered(&it.run, shown, &flow.statements, &typed.ticked)
        .map_err(|refused| Error::Invalid(vec![refused]))?;
    let wish = sign_up::Form {
        username: form.given("username").map(str::to_owned),
        email: form.given("email").map(str::to_owned),
        password: form.given("password").map(Secret::new),
        confirm_password: form.given("confirm_password").map(Secret::new),
    };
    sign_up::begin(&it.stage.web.app, &run, wish, &it.stage.browser).await
}

fn problems(it: &InRun, err: SignUpError) -> Result<(Head, Problems), Stop> {
    match err {
        SignUpError::Code(wrong) => Ok(code::wrong(it.stage.locale, wrong)),
        SignUpError::Closed => Err(InRun::closed("register.closed")),
        SignUpError::Other(err) => it.problems(err, "code.too_soon"),
    }
}

/// What was typed, as far as the page shows it again.
#[derive(Default)]
struct Typed {
    username: String,
    email: String,
    ticked: Vec<usize>,
}

impl Typed {
    fn of(form: &Params) -> Self {
        Self {
            username: form.field("username").to_owned(),
            email: form.field("email").to_owned(),
            ticked: statements::ticked(form),
        }
    }
}

async fn page(it: &InRun, typed: &Typed, head: Head, problems: Problems) -> Result<Response, Stop> {
    let flow = it.run.flows().registration;
    if !flow.enabled {
        return Err(InRun::closed("register.closed"));
    }
    let need = |asked: bool| if asked { Need::Required } else { Need::Off };
    let asks = |kind| need(flow.identifiers.contains(&kind));
    let policy = sources::password_policy(&it.stage.web.app, &it.run.pool.id).await?;
    let frame = it.frame();
    let page = Register {
        rules: PasswordRule::for_first(&frame, &policy),
        frame,
        username_need: asks(IdentifierKind::Username),
        username: typed.username.clone(),
        email_need: asks(IdentifierKind::Email),
        email: typed.email.clone(),
        password_need: need(flow.password_asked),
        statements: statements::boxes(flow.statements_enabled, &flow.statements, &typed.ticked),
        problems,
    };
    Ok(it.page(head, &page))
}
