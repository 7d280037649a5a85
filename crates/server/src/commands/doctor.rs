//! `doctor`: looks at settings, files, clock and database without changing anything, and tells each finding with its
//! remedy.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use moongate_domain::Timestamp;
use moongate_service::clock::Clock;
use moongate_service::database::{self, OpenError};
use moongate_service::sealing::Keyring;
use moongate_service::setup::StartError;

use super::database::failed;
use super::error::{CommandError, Kind};
use super::output::print_lines;
use super::{app, data_dir, wait_for};
use crate::config::{Config, SecretKey};
use crate::listener;

/// The product was not written before this moment, so a clock that says so is wrong: 2026-01-01.
const EARLIEST: Timestamp = Timestamp(1_767_225_600_000);

/// What was found: good news, advice, or a fault.
enum Finding {
    Good(String),
    Advice(String, &'static str),
    Fault(CommandError),
}

pub fn run(config: &Config) -> Result<(), CommandError> {
    let clock = Clock::system();
    let mut findings = Vec::new();
    settings(config, &mut findings);
    files(config, &mut findings);
    time(clock.now(), &mut findings);
    look_into_database(config, &clock, &mut findings)?;
    findings.push(Finding::Good(
        "connector local: e-mail stays in the Outbox of the console".to_owned(),
    ));

    let (mut fault, mut lines) = (None, Vec::new());
    for finding in findings {
        match finding {
            Finding::Good(what) => lines.push(format!("ok      {what}")),
            Finding::Advice(what, remedy) => {
                lines.push(format!("advice  {what}\n        {remedy}"))
            }
            Finding::Fault(err) => {
                lines.push(format!(
                    "fault   {}\n        {}",
                    err.sentence(),
                    err.remedy()
                ));
                fault.get_or_insert(err);
            }
        }
    }
    print_lines(lines)?;
    fault.map_or(Ok(()), Err)
}

fn settings(config: &Config, findings: &mut Vec<Finding>) {
    let public = &config.public_url;
    findings.push(Finding::Good(format!(
        "settings: listens on {}, reached under {}",
        config.listen,
        public.as_str()
    )));
    for name in &config.strangers {
        findings.push(Finding::Advice(
            format!("environment variable {name} is not a setting"),
            "Check its spelling, or leave it if something else needs it.",
        ));
    }
    let has_proxy = public.is_https() && config.tls.is_none();
    if has_proxy && config.trusted_proxies.is_empty() {
        findings.push(Finding::Advice(
            "a proxy ends TLS, but trusted_proxies is empty: every client seems to come from the proxy".to_owned(),
            "Set trusted_proxies to the proxy's address, so that limits and the audit see the real one.",
        ));
    }
    if public.is_loopback() && !config.listen.ip().is_loopback() {
        findings.push(Finding::Advice(
            "the server listens for other machines, but public_url is only reachable from this one"
                .to_owned(),
            "Set public_url to the address that people type.",
        ));
    }
    if let Some(files) = &config.tls {
        findings.push(match listener::acceptor(files) {
            Ok(_) => Finding::Good("certificate and key fit".to_owned()),
            Err(err) => Finding::Fault(CommandError::bad_tls(&err)),
        });
    }
}

fn files(config: &Config, findings: &mut Vec<Finding>) {
    let dir = &config.data_dir;
    if !dir.exists() {
        findings.push(Finding::Good(format!(
            "{} will be made at first start",
            dir.display()
        )));
        return;
    }
    private(dir, findings);
    if let SecretKey::Kept(path) = &config.secret_key
        && path.exists()
    {
        private(path, findings);
    }
}

/// Advises when others than the owner can reach a file or directory.
fn private(path: &Path, findings: &mut Vec<Finding>) {
    let mode = path
        .metadata()
        .map(|it| it.permissions().mode())
        .unwrap_or_default();
    findings.push(if mode & 0o077 == 0 {
        Finding::Good(format!("{} belongs to its owner alone", path.display()))
    } else {
        Finding::Advice(
            format!(
                "{} can be reached by others on this machine",
                path.display()
            ),
            "Take their rights away: chmod go= and its name.",
        )
    });
}

fn time(now: Timestamp, findings: &mut Vec<Finding>) {
    findings.push(if now >= EARLIEST {
        Finding::Good(format!("the clock says {now}"))
    } else {
        Finding::Fault(CommandError::new(
            Kind::Unexpected,
            format!("The clock says {now}, which is past."),
            "Set it, best by NTP: every expiry rests on it.",
        ))
    });
}

/// The secret key without making one.
fn key(config: &Config) -> Result<Option<Keyring>, CommandError> {
    match &config.secret_key {
        SecretKey::Kept(path) if !path.exists() && !config.database.exists() => Ok(None),
        _ => data_dir::keyring(config).map(Some),
    }
}

fn look_into_database(
    config: &Config,
    clock: &Clock,
    findings: &mut Vec<Finding>,
) -> Result<(), CommandError> {
    let name = &config.database;
    let url = name.url();
    let pending = match database::pending(&url, clock) {
        Ok(pending) => pending,
        Err(OpenError::Absent { .. }) => {
            findings.push(Finding::Good(format!("{name} will be made at first start")));
            return Ok(());
        }
        Err(err) => {
            findings.push(Finding::Fault(failed(name, &err)));
            return Ok(());
        }
    };
    findings.push(if pending.is_empty() {
        Finding::Good(format!("{name} is up to date"))
    } else {
        Finding::Advice(
            format!("{name} waits for {} migrations", pending.len()),
            "The next start applies them, or: moongate migrate",
        )
    });
    if pending.is_empty() {
        findings.push(match key(config) {
            Ok(None) => Finding::Good("the secret key will be made at first start".to_owned()),
            Ok(Some(keyring)) => match wait_for(database::key_fits(&url, clock, &keyring))? {
                Ok(true) => Finding::Good("the secret key fits the database".to_owned()),
                Ok(false) => Finding::Fault(app::cannot_start(&StartError::WrongKey)),
                Err(err) => Finding::Fault(failed(name, &err)),
            },
            Err(err) => Finding::Fault(err),
        });
    }
    findings.push(match wait_for(database::findings(&url, clock))? {
        Ok(odd) if odd.is_empty() => Finding::Good(format!("{name} is whole")),
        Ok(odd) => Finding::Fault(CommandError::new(
            Kind::Damaged,
            format!("The database {name} is damaged: {}.", odd.join("; ")),
            "Stop the server, keep a copy of the file, and put a backup in its place.",
        )),
        Err(err) => Finding::Fault(failed(name, &err)),
    });
    Ok(())
}
