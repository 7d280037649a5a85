//! `serve`: runs the server until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use moongate_service::clock::Clock;
use moongate_service::database;
use moongate_service::sealing::Keyring;
use moongate_service::{housekeeping, keys, messages, setup};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::data_dir;
use super::database::failed;
use super::error::{self, CommandError, Kind};
use super::{Serve, app};
use crate::config::Config;
use crate::listener::{self, Listener};
use crate::logging;
use crate::web::Web;
use crate::web::frame::Frame;
use crate::web::metrics::{Metrics, MetricsPage};
use crate::web::setup_gate::SetupGate;
use crate::web::shell::Shell;

/// How long requests under way may take to finish, so that the whole stop stays within ten seconds.
const PATIENCE: Duration = Duration::from_secs(8);

pub fn run(mut config: Config, serve: &Serve) -> Result<(), CommandError> {
    check_test_hooks(&config, serve)?;
    config.test_hooks = serve.test_hooks;
    logging::start(&config.log);
    if config.test_hooks {
        tracing::warn!(
            "TEST HOOKS ARE ON: whoever is on this machine can move the clock and read messages"
        );
    }
    for name in &config.strangers {
        tracing::warn!(name, "this environment variable is not a setting");
    }
    raise_file_limit();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|err| error::unexpected("start its threads", &err))?;
    let outcome = runtime.block_on(serve_until_stopped(config, serve.demo));
    // A stop does not wait for a migration under way: it is one transaction and starts anew next time.
    runtime.shutdown_background();
    outcome
}

/// Lets the process hold as many connections as the system allows it; the usual soft limit is made for shells.
fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(err) = setrlimit(Resource::Nofile, limit) {
        tracing::debug!(cause = %err, "the limit of open files stays as it is");
    }
}

async fn serve_until_stopped(config: Config, demo: bool) -> Result<(), CommandError> {
    let tls = config
        .tls
        .as_ref()
        .map(|files| listener::acceptor(files).map_err(|err| CommandError::bad_tls(&err)))
        .transpose()?;
    data_dir::prepare(&config.data_dir)?;
    let keyring = data_dir::keyring(&config)?;
    let config = Arc::new(config);
    let clock = Clock::system();
    let listener = listen(config.listen, tls).await?;
    let metrics = Arc::new(Metrics::new(clock.now()));
    if let Some(address) = config.metrics_listen {
        let page = MetricsPage(Arc::clone(&metrics));
        let serving = listen(address, None)
            .await?
            .serve(page, std::future::pending(), PATIENCE);
        tokio::spawn(serving);
    }
    let shell = Shell::new(Frame {
        config: Arc::clone(&config),
        clock: clock.clone(),
        metrics: Arc::clone(&metrics),
    });
    let stop =
        stop_signal(shell.clone()).map_err(|err| error::unexpected("listen for signals", &err))?;
    tracing::info!(address = %listener.address(), public_url = config.public_url.as_str(), "listening");

    // From here on `/livez` answers; `/readyz` turns green once the product is open.
    let mut serving = tokio::spawn(listener.serve(shell.clone(), stop, PATIENCE));
    let web = tokio::select! {
        web = open(Arc::clone(&config), keyring, clock, demo) => web?,
        _ = &mut serving => return Ok(()),
    };
    metrics.watch(web.app.passwords.clone());
    let app = web.app.clone();
    let workers = [
        tokio::spawn(messages::work(app.clone())),
        tokio::spawn(housekeeping::work(app.clone())),
        tokio::spawn(keys::work(app.clone())),
    ];
    shell.open(web);
    tracing::info!("ready");
    // The task only ends by itself; a panic in it has been logged.
    let _ = serving.await;
    workers.iter().for_each(JoinHandle::abort);
    app.close();
    tracing::info!("stopped");
    Ok(())
}

/// Opens the database and makes the installation complete.
async fn open(
    config: Arc<Config>,
    keyring: Keyring,
    clock: Clock,
    with_demo: bool,
) -> Result<Web, CommandError> {
    let opening = {
        let (config, clock) = (Arc::clone(&config), clock.clone());
        tokio::task::spawn_blocking(move || {
            database::open(&config.database.url(), &clock)
                .map_err(|err| failed(&config.database, &err))
        })
    };
    let opened = match opening.await {
        Ok(opened) => opened?,
        Err(err) => return Err(error::unexpected("open the database", &err.into())),
    };
    for migration in &opened.applied {
        tracing::info!(migration, "migrated");
    }
    let app = app::assemble(&config, opened.store, clock, keyring);
    let bootstrap = setup::Bootstrap {
        administrator: config.bootstrap.admin.clone(),
        key: config.bootstrap.key.clone(),
    };
    let ready = setup::start(&app, bootstrap)
        .await
        .map_err(|err| app::cannot_start(&err))?;
    if let setup::Ready::SetUp(address) = &ready {
        println!("Open this address once to make the first administrator:\n{address}");
    }
    if with_demo {
        app::make_demo(&app).await?;
    }
    Ok(Web {
        app,
        config,
        gate: Arc::new(SetupGate::new(matches!(ready, setup::Ready::SetUp(_)))),
    })
}

async fn listen(address: SocketAddr, tls: Option<TlsAcceptor>) -> Result<Listener, CommandError> {
    Listener::open(address, tls)
        .await
        .map_err(|err| cannot_listen(address, &err))
}

/// Completes at SIGTERM or SIGINT. SIGHUP, which a closed terminal sends, changes nothing.
fn stop_signal(shell: Shell) -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
                _ = hang_up.recv() => tracing::info!("SIGHUP is ignored"),
            }
        }
        tracing::info!("stopping");
        shell.drain();
    })
}

fn check_test_hooks(config: &Config, serve: &Serve) -> Result<(), CommandError> {
    let is_private = config.listen.ip().is_loopback() && config.public_url.is_loopback();
    if serve.test_hooks && !is_private {
        return Err(CommandError::new(
            Kind::Settings,
            "--test-hooks would let strangers move the clock.",
            "Listen on a loopback address with a loopback public_url, or leave it out.",
        ));
    }
    Ok(())
}

fn cannot_listen(address: SocketAddr, err: &io::Error) -> CommandError {
    let (why, remedy) = match err.kind() {
        io::ErrorKind::AddrInUse => (
            "another program uses it".to_owned(),
            "Stop that program, or choose another address with --listen.",
        ),
        io::ErrorKind::PermissionDenied => (
            "ports below 1024 need a privilege".to_owned(),
            "Choose a higher port with --listen and let a proxy take the lower one.",
        ),
        _ => (
            err.to_string(),
            "Choose an address of this machine with --listen.",
        ),
    };
    CommandError::new(
        Kind::Listen,
        format!("The server cannot listen on {address}: {why}."),
        remedy,
    )
}
