//! Registration: the account exists once its address is proven, or at once when no address is asked.
//!
//! A user name that is taken is said; an address that is taken is not: its owner gets a message
//! instead of a code, and the page looks the same (security checklist W13).

use moongate_domain::challenge::Scene;
use moongate_domain::event::EventType;
use moongate_domain::id::InteractionId;
use moongate_domain::identifier::{EmailAddress, IdentifierKind, Username};
use moongate_domain::interaction::{Body, Registration};
use moongate_domain::password::{Password, PasswordPolicy};
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::session::Method;
use moongate_domain::user::{User, UserSource};

use crate::App;
use crate::actor::Actor;
use crate::challenges::{self, WrongCode};
use crate::error::Error;
use crate::interactions::{Next, Proved, Running};
use crate::sessions::Browser;
use crate::sign_in;
use crate::sources;
use crate::users;

/// What was typed on the registration page.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The wished user name.
    pub username: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// The wished password.
    pub password: Option<Secret>,
    /// The same again.
    pub confirm_password: Option<Secret>,
}

/// Where a registration goes on.
pub enum Registered {
    /// A code was sent to the address.
    Verify,
    /// The account exists and is signed in.
    SignedIn(Proved),
    /// The account exists; its owner signs in now.
    SignIn(InteractionId),
}

/// Why a registration did not go on.
#[derive(Debug)]
pub enum SignUpError {
    /// The code was not accepted.
    Code(WrongCode),
    /// This application takes no registrations.
    Closed,
    /// Anything else; wrong fields are [`Error::Invalid`].
    Other(Error),
}

impl<E: Into<Error>> From<E> for SignUpError {
    fn from(err: E) -> Self {
        Self::Other(err.into())
    }
}

/// A form that was found to be right.
struct Checked {
    username: Option<Username>,
    email: Option<EmailAddress>,
    password: Option<Password>,
}

/// Takes the form: sends a code to the address, or makes the account if no address is asked.
pub async fn begin(
    app: &App,
    run: &Running,
    form: Form,
    browser: &Browser,
) -> Result<Registered, SignUpError> {
    if !run.flows().registration.enabled {
        return Err(SignUpError::Closed);
    }
    let policy = sources::password_policy(app, &run.pool.id).await?;
    let checked = check(run, &policy, form)?;
    let share = browser.trace.ip.clone().unwrap_or_default();
    let password_hash = match checked.password {
        Some(password) => Some(app.passwords.hash(&password, &share).await?),
        None => None,
    };
    let registration = Registration {
        username: checked.username.as_ref().map(ToString::to_string),
        email: checked.email.as_ref().map(ToString::to_string),
        password_hash,
    };
    if let Some(username) = checked.username {
        let pool = run.pool.id.clone();
        let taken = app
            .store
            .read(move |tx| {
                Ok::<_, Error>(
                    tx.pool(&pool)
                        .find_user_by_identifier(&username.key())?
                        .is_some(),
                )
            })
            .await?;
        if taken {
            return Err(Error::field("username", "username.taken").into());
        }
    }
    match checked.email {
        Some(email) => {
            send(app, run, registration, &email, browser).await?;
            Ok(Registered::Verify)
        }
        None => finish(app, run, registration, browser).await,
    }
}

fn check(run: &Running, policy: &PasswordPolicy, form: Form) -> Result<Checked, Error> {
    let asked = run.flows().registration;
    let asks = |kind| asked.identifiers.contains(&kind);
    let mut errors = Vec::new();
    let mut text = |wanted: bool, field: &'static str, value: Option<String>| {
        let value = value.filter(|it| !it.trim().is_empty());
        if wanted && value.is_none() {
            errors.push(FieldError::new(field, "field.required"));
        }
        value.filter(|_| wanted)
    };
    let username = text(asks(IdentifierKind::Username), "username", form.username);
    let email = text(asks(IdentifierKind::Email), "email", form.email);
    let password = form.password.filter(|it| !it.expose().is_empty());
    let confirm = form.confirm_password.filter(|it| !it.expose().is_empty());
    let username = username.and_then(|it| {
        Username::parse(&it)
            .map_err(|err| errors.push(FieldError::new("username", err.0)))
            .ok()
    });
    let email = email.and_then(|it| {
        EmailAddress::parse(&it)
            .map_err(|err| errors.push(FieldError::new("email", err.0)))
            .ok()
    });
    let mut checked = None;
    if asked.password_asked {
        match &password {
            None => errors.push(FieldError::new("password", "field.required")),
            Some(password) => {
                let mut context = vec!["moongate".to_owned(), run.pool.name.clone()];
                context.extend(username.as_ref().map(ToString::to_string));
                context.extend(email.as_ref().map(|it| it.local_part().to_owned()));
                match users::check_password(policy, "password", password, &context) {
                    Ok(it) => checked = Some(it),
                    Err(found) => errors.extend(found),
                }
                if confirm.as_ref() != Some(password) {
                    errors.push(FieldError::new("confirm_password", "password.mismatch"));
                }
            }
        }
    }
    Error::none(errors)?;
    Ok(Checked {
        username,
        email,
        password: checked,
    })
}

async fn send(
    app: &App,
    run: &Running,
    registration: Registration,
    email: &EmailAddress,
    browser: &Browser,
) -> Result<(), Error> {
    let source = run.flows().registration.email_source;
    let policy = sources::code_policy(app, &run.pool.id, source.as_ref()).await?;
    let ask = challenges::Ask {
        scene: Scene::Register,
        email: email.clone(),
        policy,
    };
    let note = move |body: &mut Body| body.registration = Some(registration.clone());
    challenges::send(app, run, ask, browser, note).await
}

/// Sends another code to the address of the registration under way.
pub async fn resend(app: &App, run: &Running, browser: &Browser) -> Result<(), SignUpError> {
    let registration = run
        .interaction
        .body
        .registration
        .clone()
        .ok_or(Error::NotFound)?;
    let email = EmailAddress::parse(registration.email.as_deref().ok_or(Error::NotFound)?)
        .map_err(|err| Error::field("email", err.0))?;
    Ok(send(app, run, registration, &email, browser).await?)
}

/// Proves the address and makes the account.
pub async fn prove(
    app: &App,
    run: &Running,
    code: Secret,
    browser: &Browser,
) -> Result<Registered, SignUpError> {
    let registration = run
        .interaction
        .body
        .registration
        .clone()
        .ok_or(Error::NotFound)?;
    let (app2, run2) = (app.clone(), run.clone());
    let checked = app
        .store
        .write(move |tx| {
            challenges::check(
                &app2,
                &mut tx.pool(&run2.pool.id),
                &run2.interaction.id,
                Scene::Register,
                &code,
            )
        })
        .await?;
    let challenge = checked.map_err(SignUpError::Code)?;
    if challenge.user_id.is_some() {
        // The address has an owner; the code they never got was guessed. Nothing is told.
        return Err(SignUpError::Code(WrongCode::Expired));
    }
    finish(app, run, registration, browser).await
}

fn account_of(app: &App, run: &Running, registration: &Registration) -> User {
    let mut user = User::new(
        app.new_id(),
        run.pool.id.clone(),
        UserSource::SelfRegistered,
        app.now(),
    );
    user.username = registration.username.clone().map(Username::stored);
    user.email = registration.email.clone().map(EmailAddress::stored);
    user.email_verified = user.email.is_some();
    user
}

/// Makes the account, and signs it in if the flow says so.
async fn finish(
    app: &App,
    run: &Running,
    registration: Registration,
    browser: &Browser,
) -> Result<Registered, SignUpError> {
    let user = account_of(app, run, &registration);
    let credential = registration
        .password_hash
        .clone()
        .map(|hash| app.credential(hash, false));
    let method = if registration.email.is_some() {
        Method::EmailCode
    } else {
        Method::Password
    };
    let auto = run.flows().registration.auto_login;
    let session = app.new_session(&run.pool, &user.id, method, &browser.trace);
    let token = session.token.clone();
    let id = run.interaction.id.clone();
    let (app2, run2, trace) = (app.clone(), run.clone(), browser.trace.clone());
    let next = app
        .store
        .write(move |tx| {
            let mut it = tx.pool(&run2.pool.id);
            users::insert(&mut it, &user, credential.as_ref())?;
            app2.event(
                &run2.pool.id,
                EventType::Register,
                &Actor::Person(user.id.clone()),
                &trace,
            )
            .user(&user.id)
            .application(run2.application.as_ref().map(|it| &it.id))
            .answers(&run2.interaction.body.answers)
            .write(&mut it)?;
            let mut interaction = run2.interaction.clone();
            interaction.body.registration = None;
            interaction.body.answers.clear();
            if auto {
                return sign_in::enter(
                    &app2,
                    tx,
                    &run2,
                    interaction,
                    &session,
                    user.clone(),
                    None,
                    &trace,
                )
                .map(Some);
            }
            if !it.update_interaction(&interaction)? {
                return Err(Error::Stale);
            }
            Ok::<Option<Next>, Error>(None)
        })
        .await?;
    Ok(match next {
        Some(next) => Registered::SignedIn(Proved {
            next,
            session: Some(token),
        }),
        None => Registered::SignIn(id),
    })
}
