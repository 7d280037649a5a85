//! Runs interactions: loads one for the browser it is bound to, asks it for the next step, hands over
//! when nothing is left.
//!
//! Doing a step is the work of `sign_in`, `sign_up`, `recover`, `account` and `consent`; each ends with
//! [`advance`], so that none decides what comes next.

use std::sync::Arc;

use moongate_domain::Timestamp;
use moongate_domain::application::{Application, ApplicationType};
use moongate_domain::flow::Flows;
use moongate_domain::id::InteractionId;
use moongate_domain::interaction::{Facts, Interaction, Purpose, Step};
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::session::Session;
use moongate_domain::source::Source;
use moongate_domain::user::User;
use moongate_store::db::Tx;

use crate::App;
use crate::actor::Trace;
use crate::authorize;
use crate::error::Error;
use crate::sealing::hash_token;
use crate::sessions::{self, Browser};

/// An interaction with everything a page or a step needs to know about it.
#[derive(Clone)]
pub struct Running {
    /// The pool.
    pub pool: Arc<Pool>,
    /// Its state.
    pub interaction: Interaction,
    /// The application that asked, if one did.
    pub application: Option<Arc<Application>>,
    /// Who is signed in in this browser.
    pub signed_in: Option<(Session, User)>,
    /// The pool's sources.
    pub sources: Vec<Source>,
    /// What comes next.
    pub step: Step,
}

impl Running {
    /// The flows that apply: those of the application; for the account centre all of the pool's but registration,
    /// which only an application opens. So nobody registers in the pool of administrators.
    pub fn flows(&self) -> Flows {
        match &self.application {
            Some(application) => application.flows.clone(),
            None => {
                let mut flows = Flows::new(ApplicationType::Web, &self.sources);
                flows.registration.enabled = false;
                flows
            }
        }
    }
}

/// Where the browser goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// To the page of a step.
    Step(InteractionId, Step),
    /// Back to the application, with a code.
    Application(String),
    /// To the account centre.
    Account,
}

/// What a proof leads to.
pub struct Proved {
    /// Where to.
    pub next: Next,
    /// The token of the new session, for the cookie.
    pub session: Option<Secret>,
}

/// Begins a run towards the account centre.
pub async fn begin_account(
    app: &App,
    pool: &Pool,
    browser: &Browser,
) -> Result<InteractionId, Error> {
    let it = Interaction::new(app.new_id(), pool.id.clone(), Purpose::Account, app.now());
    store(app, it, browser).await
}

/// Stores a run that begins.
pub(crate) async fn store(
    app: &App,
    it: Interaction,
    browser: &Browser,
) -> Result<InteractionId, Error> {
    let flow = browser.flow.as_ref().ok_or(Error::Unauthenticated)?;
    let (id, browser_hash) = (it.id.clone(), hash_token(flow.expose()));
    app.store
        .write(move |tx| {
            Ok::<_, Error>(
                tx.pool(&it.pool_id)
                    .insert_interaction(&it, &browser_hash)?,
            )
        })
        .await?;
    Ok(id)
}

/// Loads the run of a browser. Expired, finished, foreign and unknown ones are all not found.
pub async fn load(
    app: &App,
    pool: &Arc<Pool>,
    id: &InteractionId,
    browser: &Browser,
) -> Result<Running, Error> {
    let (now, pool, id) = (app.now(), pool.clone(), id.clone());
    let browser_hash = browser
        .flow
        .as_ref()
        .map(|it| hash_token(it.expose()))
        .ok_or(Error::NotFound)?;
    let token = browser.session.clone();
    let (interaction, signed_in, step, pool, application, sources) = {
        let app = app.clone();
        app.clone()
            .store
            .read(move |tx| {
                let interaction = tx
                    .pool(&pool.id)
                    .find_interaction(&id, &browser_hash, now)?
                    .ok_or(Error::NotFound)?;
                let application = match interaction.body.purpose.application_id() {
                    Some(id) => Some(app.application_in(tx, &pool.id, id)?),
                    None => None,
                };
                let signed_in = sessions::find(tx, &pool, token.as_ref(), now)?;
                let step = step(
                    tx,
                    &interaction,
                    application.as_deref(),
                    signed_in.as_ref(),
                    now,
                )?;
                let sources = tx.pool(&pool.id).list_sources()?;
                Ok::<_, Error>((
                    interaction,
                    signed_in,
                    step,
                    pool.clone(),
                    application,
                    sources,
                ))
            })
            .await?
    };
    Ok(Running {
        pool,
        interaction,
        application,
        signed_in,
        sources,
        step,
    })
}

/// What comes next, by what is known now.
pub(crate) fn step(
    tx: &mut Tx<'_>,
    interaction: &Interaction,
    application: Option<&Application>,
    signed_in: Option<&(Session, User)>,
    now: Timestamp,
) -> Result<Step, Error> {
    let consented_scope = match (application, signed_in) {
        (Some(application), Some((_, user))) if !application.first_party => tx
            .pool(&interaction.pool_id)
            .find_consented_scope(&user.id, &application.id)?,
        _ => Vec::new(),
    };
    let password_must_change = match signed_in {
        Some((_, user)) => tx
            .pool(&interaction.pool_id)
            .find_password(&user.id)?
            .is_some_and(|it| it.must_change),
        None => false,
    };
    Ok(interaction.next_step(&Facts {
        application,
        session: signed_in.map(|(session, _)| session),
        password_must_change,
        consented_scope: &consented_scope,
        now,
    }))
}

/// After a step was done: goes on to the next one, or hands over in this same transaction.
pub(crate) fn advance(
    app: &App,
    tx: &mut Tx<'_>,
    run: &Running,
    interaction: &Interaction,
    signed_in: &(Session, User),
    trace: &Trace,
) -> Result<Next, Error> {
    let now = app.now();
    let next = step(
        tx,
        interaction,
        run.application.as_deref(),
        Some(signed_in),
        now,
    )?;
    if next != Step::Finish {
        if !tx
            .pool(&interaction.pool_id)
            .update_interaction(interaction)?
        {
            return Err(Error::Stale);
        }
        return Ok(Next::Step(interaction.id.clone(), next));
    }
    if !tx
        .pool(&interaction.pool_id)
        .finish_interaction(&interaction.id, now)?
    {
        return Err(Error::Stale);
    }
    match (&interaction.body.purpose, &run.application) {
        (Purpose::Authorize { request, .. }, Some(application)) => {
            authorize::issue_code(app, tx, &run.pool, application, request, signed_in, trace)
                .map(Next::Application)
        }
        _ => Ok(Next::Account),
    }
}

/// Goes on without doing anything: for a page that is opened although its step is done.
pub async fn resume(app: &App, run: &Running, browser: &Browser) -> Result<Next, Error> {
    if run.step != Step::Finish {
        return Ok(Next::Step(run.interaction.id.clone(), run.step));
    }
    let (app, run, trace) = (app.clone(), run.clone(), browser.trace.clone());
    app.clone()
        .store
        .write(move |tx| {
            let signed_in = run.signed_in.as_ref().ok_or(Error::NotFound)?;
            advance(&app, tx, &run, &run.interaction, signed_in, &trace)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use moongate_domain::id::PoolId;
    use moongate_domain::pool::{NewPool, PoolPatch};

    /// D1: an account centre has no application that could open registration, least of all that of the console pool.
    #[test]
    fn nobody_registers_by_way_of_an_account_centre() {
        let (id, now) = (random::id::<PoolId>(Timestamp(1)), Timestamp(1));
        let new = NewPool {
            name: "Moon".to_owned(),
            slug: None,
            settings: PoolPatch::default(),
        };
        let run = Running {
            pool: Arc::new(new.build(id.clone(), now).unwrap()),
            interaction: Interaction::new(random::id(now), id, Purpose::Account, now),
            application: None,
            signed_in: None,
            sources: Vec::new(),
            step: Step::SignIn,
        };
        assert!(!run.flows().registration.enabled);
        assert!(run.flows().login.enabled);
    }
}
