//! The authorization endpoint (OAuth 2.0, 3.1; OpenID Connect Core, 3.1.2): trusts the client and the
//! redirect URI first, then applies the rules, then either hands over or begins an interaction.

use moongate_domain::application::{Application, GrantType};
use moongate_domain::event::EventType;
use moongate_domain::grant::{AuthorizationCode, Grant};
use moongate_domain::id::{ApplicationId, UserId};
use moongate_domain::interaction::{Interaction, Purpose, Step};
use moongate_domain::jose::jwt::Typ;
use moongate_domain::jose::verify::{self, Audience, Expected, Lifetime, TypRule};
use moongate_domain::oauth::authorize::{AuthorizationRequest, AuthorizeError, Prompt};
use moongate_domain::oauth::error::OAuthError;
use moongate_domain::oauth::redirect_uri::Redirect;
use moongate_domain::oauth::token_claims::IdTokenHint;
use moongate_domain::pool::Pool;
use moongate_domain::session::Session;
use moongate_domain::user::User;
use moongate_store::db::Tx;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::interactions::{self, Next};
use crate::keys;
use crate::random;
use crate::sealing::hash_token;
use crate::sessions::{self, Browser};

/// Seconds a code lives (security checklist P6).
const CODE_SECONDS: i64 = 60;

/// Why an authorization request cannot be answered to the client. It gets a page of ours instead (P2).
#[derive(Debug, thiserror::Error)]
pub enum Untrusted {
    /// There is no such application in this pool.
    #[error("unknown client")]
    UnknownClient,
    /// The application is switched off.
    #[error("application {0} is closed")]
    Closed(ApplicationId),
    /// The redirect URI is missing, doubled or not registered.
    #[error("the redirect URI is not registered")]
    RedirectUri,
    /// A failure of ours.
    #[error(transparent)]
    Other(#[from] Error),
}

/// Answers an authorization request, given as the pairs of its query or form.
pub async fn begin(
    app: &App,
    pool: &std::sync::Arc<Pool>,
    pairs: &[(String, String)],
    browser: &Browser,
) -> Result<Next, Untrusted> {
    let client_id = only(pairs, "client_id").ok_or(Untrusted::UnknownClient)?;
    let client_id = ApplicationId::parse(client_id).map_err(|_| Untrusted::UnknownClient)?;
    let application = match app.application(&pool.id, &client_id).await {
        Ok(it) => it,
        Err(Error::NotFound) => return Err(Untrusted::UnknownClient),
        Err(other) => return Err(other.into()),
    };
    let redirect = only(pairs, "redirect_uri").and_then(|it| Redirect::trust(&application, it));
    let redirect = redirect.ok_or(Untrusted::RedirectUri)?;
    if !application.enabled {
        return Err(Untrusted::Closed(client_id));
    }
    let refuse = |err: &AuthorizeError| {
        let state = pairs
            .iter()
            .find(|(name, _)| name == "state")
            .map(|(_, value)| value.as_str());
        Next::Application(error_location(app, pool, &redirect, state, err))
    };
    if !application.allows(GrantType::AuthorizationCode) {
        return Ok(refuse(&AuthorizeError::new(
            OAuthError::UnauthorizedClient,
            "this client has no sign-in",
        )));
    }
    let request = match AuthorizationRequest::read(&application, redirect.clone(), pairs) {
        Ok(request) => request,
        Err(err) => return Ok(refuse(&err)),
    };

    let (now, token) = (app.now(), browser.session.clone());
    let hinted = hinted_user(app, pool, &request).await?;
    let purpose = Purpose::Authorize {
        application_id: client_id,
        request: Box::new(request.clone()),
    };
    let interaction = Interaction::new(app.new_id(), pool.id.clone(), purpose, now);
    let (signed_in, step) = {
        let (pool, application, interaction) =
            (pool.clone(), application.clone(), interaction.clone());
        app.store
            .read(move |tx| {
                let signed_in = sessions::find(tx, &pool, token.as_ref(), now)?;
                let step = interactions::step(
                    tx,
                    &interaction,
                    Some(&application),
                    signed_in.as_ref(),
                    now,
                )?;
                Ok::<_, Error>((signed_in, step))
            })
            .await?
    };
    let other_person = match (&hinted, &signed_in) {
        (Some(hinted), Some((_, user))) => *hinted != user.id,
        _ => false,
    };
    let silent = request.is_silent();
    let step = if other_person { Step::SignIn } else { step };
    match (step, signed_in) {
        (Step::Finish, Some(signed_in)) => {
            let location =
                hand_over(app, pool, &application, request, signed_in, &browser.trace).await?;
            Ok(Next::Application(location))
        }
        (step, _) if silent => Ok(refuse(&silent_refusal(step))),
        (step, _) => {
            let mut interaction = interaction;
            if other_person
                && let Purpose::Authorize { request, .. } = &mut interaction.body.purpose
            {
                request.prompt.push(Prompt::Login);
            }
            let id = interactions::store(app, interaction, browser).await?;
            Ok(Next::Step(id, step))
        }
    }
}

/// The only value of a parameter; none if it is missing, empty or doubled.
fn only<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = pairs
        .iter()
        .filter(|(it, _)| it == name)
        .map(|(_, value)| value.as_str());
    values
        .next()
        .filter(|it| !it.is_empty() && values.next().is_none())
}

/// Whom the client believes to be signed in (OpenID Connect Core, 3.1.2.1: `id_token_hint`). A hint
/// that is not ours is ignored; an expired one is fine.
async fn hinted_user(
    app: &App,
    pool: &Pool,
    request: &AuthorizationRequest,
) -> Result<Option<UserId>, Error> {
    let Some(hint) = &request.id_token_hint else {
        return Ok(None);
    };
    let claims = read_hint(app, pool, hint).await?;
    Ok(claims.and_then(|it| UserId::parse(&it.sub).ok()))
}

/// Reads an ID token of ours that a client hands back; none if it is not ours. It may have ended.
pub(crate) async fn read_hint(
    app: &App,
    pool: &Pool,
    hint: &str,
) -> Result<Option<IdTokenHint>, Error> {
    let keys = keys::of_pool(app, &pool.id).await?;
    let expected = Expected {
        issuer: &app.issuer(pool),
        keys: keys.published(),
        algorithms: &keys::ALGORITHMS,
        typ: TypRule::Exactly(Typ::Id.as_str()),
        audience: Audience::Named,
        lifetime: Lifetime::MayHaveEnded,
        now: app.now(),
        leeway_seconds: 0,
    };
    Ok(verify::verify(hint, &expected).ok().map(|it| it.claims))
}

/// What a silent request hears of the step that is due (OpenID Connect Core, 3.1.2.6).
fn silent_refusal(step: Step) -> AuthorizeError {
    match step {
        Step::SignIn => AuthorizeError::new(
            OAuthError::LoginRequired,
            "nobody is signed in, or not freshly enough",
        ),
        Step::Consent => AuthorizeError::new(
            OAuthError::ConsentRequired,
            "the person has not allowed this yet",
        ),
        _ => AuthorizeError::new(
            OAuthError::InteractionRequired,
            "the person has something to do first",
        ),
    }
}

async fn hand_over(
    app: &App,
    pool: &std::sync::Arc<Pool>,
    application: &std::sync::Arc<Application>,
    request: AuthorizationRequest,
    signed_in: (Session, User),
    trace: &Trace,
) -> Result<String, Error> {
    let (app, pool, application, trace) = (
        app.clone(),
        pool.clone(),
        application.clone(),
        trace.clone(),
    );
    app.clone()
        .store
        .write(move |tx| issue_code(&app, tx, &pool, &application, &request, &signed_in, &trace))
        .await
}

/// Makes the grant and its code, and says where the browser takes it.
pub(crate) fn issue_code(
    app: &App,
    tx: &mut Tx<'_>,
    pool: &Pool,
    application: &Application,
    request: &AuthorizationRequest,
    (session, user): &(Session, User),
    trace: &Trace,
) -> Result<String, Error> {
    let now = app.now();
    let life = application
        .access_token_ttl_seconds
        .max(application.refresh_token_ttl_seconds);
    let grant = Grant {
        id: app.new_id(),
        pool_id: pool.id.clone(),
        application_id: application.id.clone(),
        user_id: user.id.clone(),
        session_id: Some(session.id.clone()),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        authenticated_at: session.authenticated_at,
        methods: session.methods.clone(),
        created_at: now,
        ends_at: now.plus_seconds(life + CODE_SECONDS),
        revoked_at: None,
    };
    let code = random::token("");
    let stored = AuthorizationCode {
        application_id: application.id.clone(),
        grant_id: grant.id.clone(),
        redirect_uri: request.redirect_uri.as_str().to_owned(),
        code_challenge: request
            .code_challenge
            .as_ref()
            .map(|it| it.as_str().to_owned()),
        expires_at: now.plus_seconds(CODE_SECONDS),
        used_at: None,
    };
    let event = app
        .event(
            &pool.id,
            EventType::Authorize,
            &Actor::Person(user.id.clone()),
            trace,
        )
        .user(&user.id)
        .application(Some(&application.id))
        .detail("scope", request.scope.join(" "));
    let mut it = tx.pool(&pool.id);
    sessions::still_live(&mut it, &session.id, now)?;
    it.insert_grant(&grant)?;
    it.insert_code(&hash_token(code.expose()), &stored)?;
    event.write(&mut it)?;

    let mut answer = vec![("code", code.expose())];
    if let Some(state) = &request.state {
        answer.push(("state", state));
    }
    Ok(answered(app, pool, &request.redirect_uri, answer))
}

/// Where an error goes once the redirect URI is trusted (P3, P4).
pub(crate) fn error_location(
    app: &App,
    pool: &Pool,
    redirect: &Redirect,
    state: Option<&str>,
    err: &AuthorizeError,
) -> String {
    let mut answer = vec![
        ("error", err.code.as_str()),
        ("error_description", err.description),
    ];
    if let Some(state) = state {
        answer.push(("state", state));
    }
    answered(app, pool, redirect, answer)
}

/// Adds an answer and the issuer (RFC 9207) to a redirect URI.
fn answered(app: &App, pool: &Pool, redirect: &Redirect, answer: Vec<(&str, &str)>) -> String {
    let issuer = app.issuer(pool);
    let all: Vec<(&str, &str)> = answer
        .into_iter()
        .chain([("iss", issuer.as_str())])
        .collect();
    redirect.with(&all)
}
