//! `serve`: runs the server until it is told to stop.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use moongate_service::clock::Clock;
use moongate_service::sealing::Keyring;
use tokio::signal::unix::{SignalKind, signal};

use super::Serve;
use super::data_dir;
use super::error::{CommandError, Kind};
use crate::config::Config;
use crate::listener::{self, Listener};
use crate::logging;
use crate::web::Web;
use crate::web::frame::Frame;
use crate::web::shell::Shell;

/// How long requests under way may take to finish, so that the whole stop stays within ten seconds.
const PATIENCE: Duration = Duration::from_secs(8);

pub fn run(config: Config, serve: &Serve) -> Result<(), CommandError> {
    check_test_hooks(&config, serve)?;
    logging::start(&config.log);
    for name in &config.strangers {
        tracing::warn!(name, "this environment variable is not a setting");
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|err| unexpected("start its threads", &err))?
        .block_on(serve_until_stopped(config))
}

async fn serve_until_stopped(config: Config) -> Result<(), CommandError> {
    data_dir::prepare(&config.data_dir)?;
    let key = data_dir::secret_key(&config)?;
    let keyring = Keyring::parse(&key).map_err(|bad| {
        CommandError::new(
            Kind::SecretKey,
            format!("The secret key cannot be used: {bad}."),
            "Put back the key that was made at first start.",
        )
    })?;
    let tls = config
        .tls
        .as_ref()
        .map(|files| listener::acceptor(files).map_err(|err| bad_tls(&err)))
        .transpose()?;
    let config = Arc::new(config);
    let listener = Listener::open(config.listen, tls)
        .await
        .map_err(|err| cannot_listen(&config, &err))?;
    let shell = Shell::new(Frame {
        config: Arc::clone(&config),
        clock: Clock::system(),
    });
    let stop = stop_signal(shell.clone()).map_err(|err| unexpected("listen for signals", &err))?;
    let address = listener
        .address()
        .map_err(|err| cannot_listen(&config, &err))?;
    tracing::info!(%address, public_url = config.public_url.as_str(), "listening");

    shell.open(Web {
        config,
        keyring: Arc::new(keyring),
    });
    listener.serve(shell, stop, PATIENCE).await;
    tracing::info!("stopped");
    Ok(())
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

fn bad_tls(err: &listener::Unusable) -> CommandError {
    CommandError::new(
        Kind::Tls,
        format!("TLS cannot be offered: {err}."),
        "Check tls_cert_file and tls_key_file; both are PEM, the certificate first in its chain.",
    )
}

fn cannot_listen(config: &Config, err: &io::Error) -> CommandError {
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
        format!("The server cannot listen on {}: {why}.", config.listen),
        remedy,
    )
}

fn unexpected(doing: &str, err: &io::Error) -> CommandError {
    CommandError::new(
        Kind::Unexpected,
        format!("The server cannot {doing}: {err}."),
        "Check the limits of the machine, such as open files and threads.",
    )
}
