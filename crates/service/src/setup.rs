//! The first start: the built-in pool of administrators, the console's own application, and the
//! one-time address that makes the first administrator. Closed for good once there is one (D1).

use moongate_domain::administrator::{Administrator, KeyAccess, ManagementKey, Role};
use moongate_domain::application::{ApplicationPatch, ApplicationType, NewApplication};
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::identifier::Username;
use moongate_domain::pool::{NewPool, PoolPatch};
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::user::{User, UserSource};
use moongate_store::db::Tx;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::console;
use crate::error::Error;
use crate::pools::CONSOLE;
use crate::random;
use crate::sealing::{hash_token, same};
use crate::users;

pub(crate) const KEY_CHECK: &str = "secret_key_check";
const SETUP_TOKEN: &str = "setup_token_hash";

/// What unattended installs bring along.
#[derive(Debug, Default)]
pub struct Bootstrap {
    /// The first administrator, used while there is none.
    pub administrator: Option<(String, Secret)>,
    /// A management key of at least 32 characters, used once.
    pub key: Option<Secret>,
}

/// What the operator must do next.
#[derive(Debug)]
pub enum Ready {
    /// Nothing.
    Yes,
    /// Open this address once to make the first administrator.
    SetUp(String),
}

/// Why the product cannot start with what it was given.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The secret key is not the one this database was used with.
    #[error("the secret key does not fit this database")]
    WrongKey,
    /// The bootstrap values are not acceptable.
    #[error("the bootstrap values are refused")]
    Bootstrap(Vec<FieldError>),
    /// A failure of ours.
    #[error(transparent)]
    Other(#[from] Error),
}

/// Proves the secret key and makes what every use case builds on. Enough for a command.
pub async fn prepare_installation(app: &App) -> Result<(), StartError> {
    confirm_key(app).await?;
    Ok(make_console(app).await?)
}

/// Makes the installation complete, whatever state it is in; several nodes may do so at once.
pub async fn start(app: &App, bootstrap: Bootstrap) -> Result<Ready, StartError> {
    prepare_installation(app).await?;
    if let Some(key) = bootstrap.key {
        bootstrap_key(app, &key).await?;
    }
    let open = app.store.read(|tx| has_owner(tx).map(|it| !it)).await?;
    if !open {
        return Ok(Ready::Yes);
    }
    if let Some((username, password)) = bootstrap.administrator {
        let form = Form {
            username,
            password: password.clone(),
            confirm_password: password,
        };
        return match create_first(app, form, None, &Trace::default()).await {
            Ok(_) | Err(Error::NotFound) => Ok(Ready::Yes),
            // Another node was faster with the same name.
            Err(Error::Invalid(_)) if !is_waiting(app).await? => Ok(Ready::Yes),
            Err(Error::Invalid(errors)) => Err(StartError::Bootstrap(errors)),
            Err(other) => Err(other.into()),
        };
    }
    let token = random::token("");
    let hash = hash_token(token.expose());
    app.store
        .write(move |tx| Ok::<_, Error>(tx.put_fact(SETUP_TOKEN, &hash)?))
        .await?;
    Ok(Ready::SetUp(format!(
        "{}/console/setup?token={}",
        app.public_url,
        token.expose()
    )))
}

async fn confirm_key(app: &App) -> Result<(), StartError> {
    let app2 = app.clone();
    let check = app
        .store
        .write(move |tx| {
            tx.insert_fact(KEY_CHECK, &app2.keyring.check_value())?;
            Ok::<_, Error>(tx.find_fact(KEY_CHECK)?.unwrap_or_default())
        })
        .await?;
    app.keyring
        .confirm(&check)
        .map_err(|_| StartError::WrongKey)
}

fn has_owner(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(tx.count_administrators(Role::Owner)? > 0)
}

async fn make_console(app: &App) -> Result<(), Error> {
    if app
        .store
        .read(|tx| Ok::<_, Error>(tx.find_pool_by_slug(CONSOLE)?))
        .await?
        .is_some()
    {
        return Ok(());
    }
    let name = (app.texts)("zh-CN", "pool-name-console", &[]);
    let new = NewPool {
        name,
        slug: Some(CONSOLE.to_owned()),
        settings: PoolPatch::default(),
    };
    let pool = new
        .build_console(app.new_id(), app.now())
        .map_err(Error::Invalid)?;
    let made = app.make_pool(pool)?;
    let settings: ApplicationPatch = serde_json::from_value(serde_json::json!({
        "enabled": true,
        "first_party": true,
        "token_endpoint_auth_method": "none",
        "refresh_token_enabled": false,
        "redirect_uris": [console::callback(app)],
        "post_logout_redirect_uris": [format!("{}/console/signed-out", app.public_url)],
        "flows": { "registration": { "enabled": false } },
    }))
    .map_err(|err| Error::Secret(Box::new(err)))?;
    let new = NewApplication {
        name: "Moongate Console".to_owned(),
        application_type: ApplicationType::Web,
        settings,
    };
    let application = new
        .build(app.new_id(), made.pool.id.clone(), &made.sources, app.now())
        .map_err(Error::Invalid)?;
    let pool_id = made.pool.id.clone();
    let stored = app
        .store
        .write(move |tx| {
            // Another node may have been faster.
            if tx.find_pool_by_slug(CONSOLE)?.is_some() {
                return Ok::<_, Error>(false);
            }
            made.store(tx)?;
            tx.pool(&made.pool.id).insert_application(&application)?;
            tx.put_fact(console::APPLICATION, application.id.as_str())?;
            Ok(true)
        })
        .await
        .or_else(|err| match err {
            Error::Invalid(_) => Ok(false),
            other => Err(other),
        })?;
    if stored {
        app.complete_keys_soon(&pool_id);
    }
    Ok(())
}

async fn bootstrap_key(app: &App, key: &Secret) -> Result<(), StartError> {
    if key.expose().chars().count() < 32 {
        return Err(StartError::Bootstrap(vec![FieldError::new(
            "bootstrap_key",
            "bootstrap_key.too_short",
        )]));
    }
    let hash = hash_token(key.expose());
    let stored = ManagementKey {
        id: app.new_id(),
        name: "bootstrap".to_owned(),
        hint: key
            .expose()
            .chars()
            .rev()
            .take(4)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
        pool_id: None,
        access: KeyAccess::all(),
        created_at: app.now(),
        last_used_at: None,
        expires_at: None,
        revoked_at: None,
    };
    app.store
        .write(move |tx| {
            // Used once: a key that was revoked later does not come back with the next start.
            if tx.insert_fact("bootstrap_key_used", &hash)? {
                tx.insert_management_key(&stored, &hash)?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    Ok(())
}

/// Whether the set-up page is open, and for this token.
pub async fn is_open(app: &App, token: Option<&Secret>) -> Result<bool, Error> {
    let hash = token.map(|it| hash_token(it.expose()));
    app.store
        .read(move |tx| {
            let wanted = tx.find_fact(SETUP_TOKEN)?;
            let fits = match (&wanted, &hash) {
                (Some(wanted), Some(hash)) => same(wanted.as_bytes(), hash.as_bytes()),
                _ => false,
            };
            Ok(fits && !has_owner(tx)?)
        })
        .await
}

/// Whether there is no administrator yet, so that strangers are served nothing else.
pub async fn is_waiting(app: &App) -> Result<bool, Error> {
    app.store.read(|tx| Ok(!has_owner(tx)?)).await
}

/// The first administrator, as typed on the set-up page.
#[derive(Debug, Clone)]
pub struct Form {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// The same again.
    pub confirm_password: Secret,
}

/// Makes the first administrator with the one-time token of the set-up page.
pub async fn create_owner(
    app: &App,
    form: Form,
    token: &Secret,
    trace: &Trace,
) -> Result<User, Error> {
    create_first(app, form, Some(hash_token(token.expose())), trace).await
}

async fn create_first(
    app: &App,
    form: Form,
    token: Option<String>,
    trace: &Trace,
) -> Result<User, Error> {
    let (user, credential) = prepare(app, form, trace).await?;
    let pool = app.console_pool().await?;
    let event = app
        .event(
            &pool.id,
            EventType::AdministratorChanged,
            &Actor::System,
            trace,
        )
        .user(&user.id);
    let now = app.now();
    app.store
        .write(move |tx| {
            if has_owner(tx)? {
                return Err(Error::NotFound);
            }
            if let Some(token) = &token
                && !tx.take_fact(SETUP_TOKEN, token)?
            {
                return Err(Error::NotFound);
            }
            insert(tx, &pool.id, &user, &credential, now)?;
            event
                .clone()
                .detail("role", Role::Owner.as_str())
                .write(&mut tx.pool(&pool.id))?;
            Ok(user.clone())
        })
        .await
}

async fn prepare(
    app: &App,
    form: Form,
    trace: &Trace,
) -> Result<(User, PasswordCredential), Error> {
    let pool = app.console_pool().await?;
    let mut faults = Vec::new();
    let mut user = User::new(
        app.new_id(),
        pool.id.clone(),
        UserSource::AdminAdd,
        app.now(),
    );
    user.username = Username::parse(&form.username)
        .map_err(|err| faults.push(FieldError::new("username", err.0)))
        .ok();
    let policy = crate::sources::password_policy(app, &pool.id).await?;
    let context = users::password_context(&pool, Some(&user));
    let password = users::check_password(&policy, "password", &form.password, &context)
        .map_err(|found| faults.extend(found))
        .ok();
    if form.password != form.confirm_password {
        faults.push(FieldError::new("confirm_password", "password.mismatch"));
    }
    let Some(password) = password.filter(|_| faults.is_empty()) else {
        return Err(Error::Invalid(faults));
    };
    let share = trace.ip.clone().unwrap_or_default();
    let hash = app.passwords.hash(&password, &share).await?;
    Ok((user, app.credential(hash, false)))
}

fn insert(
    tx: &mut Tx<'_>,
    pool: &moongate_domain::id::PoolId,
    user: &User,
    credential: &PasswordCredential,
    now: moongate_domain::Timestamp,
) -> Result<(), Error> {
    users::insert(&mut tx.pool(pool), user, Some(credential))?;
    let administrator = Administrator {
        user_id: user.id.clone(),
        role: Role::Owner,
        default_pool_id: None,
    };
    tx.insert_administrator(&administrator, now)?;
    Ok(())
}

/// One more owner, for the command line: first aid when nobody can get in.
pub async fn create_owner_by_command(
    app: &App,
    username: String,
    password: Secret,
) -> Result<User, Error> {
    let form = Form {
        username,
        password: password.clone(),
        confirm_password: password,
    };
    let trace = Trace::default();
    let (user, credential) = prepare(app, form, &trace).await?;
    let pool = app.console_pool().await?;
    let event = app
        .event(
            &pool.id,
            EventType::AdministratorChanged,
            &Actor::System,
            &trace,
        )
        .user(&user.id);
    let now = app.now();
    app.store
        .write(move |tx| {
            insert(tx, &pool.id, &user, &credential, now)?;
            event
                .clone()
                .detail("role", Role::Owner.as_str())
                .write(&mut tx.pool(&pool.id))?;
            Ok(user.clone())
        })
        .await
}
