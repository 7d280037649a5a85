//! The command line: what can be asked, and what comes of it. One file per command.

mod admin;
mod app;
mod backup;
mod data_dir;
mod database;
mod doctor;
mod error;
mod key;
mod migrate;
mod openapi;
mod output;
mod restore;
mod serve;
mod signing_key;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

pub use app::assemble;
pub use error::{CommandError, Kind};

use crate::config::Config;

/// Runs the command line and gives the exit code.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    let serving = matches!(line.command, None | Some(Command::Serve { .. }));
    if !serving && line.serve != Serve::default() {
        CommandLine::command()
            .error(
                ErrorKind::ArgumentConflict,
                "--demo and --test-hooks belong to serve",
            )
            .exit();
    }
    match line.execute() {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => err.report(),
    }
}

/// Moongate: sign-in for your customers, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "moongate", version, after_long_help = error::manual())]
struct CommandLine {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    serve: Serve,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server; the same as no command
    Serve {
        #[command(flatten)]
        serve: Serve,
    },
    /// Bring the database up to date and stop
    Migrate {
        /// Only say what would be done
        #[arg(long)]
        check: bool,
    },
    /// First aid for administrators
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Management keys for scripts
    #[command(subcommand)]
    Key(key::Key),
    /// The keys that a pool's tokens are signed with
    #[command(subcommand)]
    SigningKey(signing_key::SigningKeys),
    /// Look for faults and tell the remedy of each
    Doctor,
    /// Print the description of the management API (OpenAPI 3.1)
    Openapi,
    /// Copy the SQLite database to a new file, also while the server runs
    Backup {
        /// Where to
        file: PathBuf,
    },
    /// Put a backup in the place of the SQLite database; the server must not run
    Restore {
        /// The backup
        file: PathBuf,
    },
}

/// Settings that may be said on the command line. Each may also stand in the environment as MOONGATE_…, or in the
/// TOML file; there are more keys than flags.
#[derive(Debug, Args)]
struct Settings {
    /// Settings file, TOML
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Address under which people reach the server [default: http://localhost:8080]
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// Directory for the server's own files [default: ./data]
    #[arg(long, global = true, value_name = "DIRECTORY")]
    data_dir: Option<String>,
    /// sqlite:PATH or postgres://… [default: moongate.db in the data directory]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// File that holds the key which seals secrets at rest
    #[arg(long, global = true, value_name = "FILE")]
    secret_key_file: Option<String>,
    /// Proxies whose forwarded headers are believed, such as 10.0.0.0/8,192.0.2.7
    #[arg(long, global = true, value_name = "LIST")]
    trusted_proxies: Option<String>,
    /// Certificate chain, PEM
    #[arg(long, global = true, value_name = "FILE")]
    tls_cert_file: Option<String>,
    /// Private key of the certificate, PEM
    #[arg(long, global = true, value_name = "FILE")]
    tls_key_file: Option<String>,
    /// error, warn, info, debug, trace, or a filter like info,moongate_server=debug [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
}

/// What only `serve` takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[group(skip)]
struct Serve {
    /// Make the demo pool if it is missing
    #[arg(long)]
    demo: bool,
    /// Refused unless the server is reachable from this machine only: lets checks move the clock.
    #[arg(long, hide = true)]
    test_hooks: bool,
}

impl CommandLine {
    fn execute(self) -> Result<(), CommandError> {
        // The description is the same everywhere and needs no settings.
        if matches!(self.command, Some(Command::Openapi)) {
            return openapi::run();
        }
        let config = self.settings.load()?;
        match self.command {
            None => serve::run(config, &self.serve),
            Some(Command::Serve { serve }) => serve::run(config, &self.serve.and(&serve)),
            Some(Command::Migrate { check }) => migrate::run(&config, check),
            Some(Command::Admin(admin)) => admin::run(&config, admin),
            Some(Command::Key(key)) => key::run(&config, key),
            Some(Command::SigningKey(what)) => signing_key::run(&config, what),
            Some(Command::Openapi) => openapi::run(),
            Some(Command::Doctor) => doctor::run(&config),
            Some(Command::Backup { file }) => backup::run(&config, &file),
            Some(Command::Restore { file }) => restore::run(&config, &file),
        }
    }
}

/// Runs what is asynchronous in a command that is not.
fn wait_for<F: Future>(work: F) -> Result<F::Output, CommandError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map(|runtime| runtime.block_on(work))
        .map_err(|err| error::unexpected("start its threads", &err))
}

impl Serve {
    /// A flag may stand before or after the word `serve`.
    fn and(&self, other: &Self) -> Self {
        Self {
            demo: self.demo || other.demo,
            test_hooks: self.test_hooks || other.test_hooks,
        }
    }
}

impl Settings {
    fn load(self) -> Result<Config, CommandError> {
        let flags = [
            ("listen", self.listen),
            ("public_url", self.public_url),
            ("data_dir", self.data_dir),
            ("database", self.database),
            ("secret_key_file", self.secret_key_file),
            ("trusted_proxies", self.trusted_proxies),
            ("tls_cert_file", self.tls_cert_file),
            ("tls_key_file", self.tls_key_file),
            ("log", self.log),
        ];
        let flags: BTreeMap<_, _> = flags
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect();
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Config::load(flags, environment, self.config).map_err(|mistakes| {
            CommandError::new(
                Kind::Settings,
                format!("The settings hold mistakes:\n{mistakes}"),
                "Mend them and start again.",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn flags_stand_before_or_after_the_command() {
        for words in [
            "moongate --listen 127.0.0.1:1 --test-hooks",
            "moongate --listen 127.0.0.1:1 --test-hooks serve",
            "moongate serve --listen 127.0.0.1:1 --test-hooks",
        ] {
            let line = CommandLine::try_parse_from(words.split(' ')).unwrap();
            let inner = match &line.command {
                Some(Command::Serve { serve }) => serve.clone(),
                _ => Serve::default(),
            };
            assert!(line.serve.and(&inner).test_hooks, "{words}");
            assert_eq!(line.settings.listen.as_deref(), Some("127.0.0.1:1"));
        }
    }
}
