//! The product as commands and `serve` put it together.

use moongate_service::clock::Clock;
use moongate_service::database::{self, Store};
use moongate_service::passwords::{HashSettings, Passwords};
use moongate_service::sealing::Keyring;
use moongate_service::setup::{self, StartError};
use moongate_service::{Actor, App, Error, Settings, Trace, demo};

use super::database::{chain, failed};
use super::error::{CommandError, Kind};
use super::{data_dir, wait_for};
use crate::config::Config;
use crate::i18n::{Locale, message, refusal};

/// Puts the parts together.
pub fn assemble(config: &Config, store: Store, clock: Clock, keyring: Keyring) -> App {
    App::new(Settings {
        store,
        clock,
        passwords: Passwords::start(&HashSettings::default(), keyring.clone()),
        keyring,
        public_url: config.public_url.as_str().to_owned(),
        texts: message,
    })
}

/// Runs one command's work on the database, beside a running server or alone.
pub fn with<T, F>(config: &Config, work: impl FnOnce(App) -> F) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, Error>>,
{
    data_dir::prepare(&config.data_dir)?;
    let clock = Clock::system();
    // The database comes first: without one, no key must be made for it either.
    let store = database::open_for_command(&config.database.url(), &clock)
        .map_err(|err| failed(&config.database, &err))?;
    let keyring = data_dir::keyring(config)?;
    let app = assemble(config, store, clock, keyring);
    let done = wait_for(async {
        setup::prepare_installation(&app)
            .await
            .map_err(|err| cannot_start(&err))?;
        work(app.clone()).await.map_err(|err| refused(&err))
    })?;
    app.close();
    done
}

/// Makes the demo pool if it is missing, and tells how to try it.
pub async fn make_demo(app: &App) -> Result<(), CommandError> {
    let speaks_chinese = std::env::var("LANG").is_ok_and(|it| it.starts_with("zh"));
    let locale = if speaks_chinese {
        Locale::ZhCn
    } else {
        Locale::EnUs
    };
    let made = demo::create(app, &Actor::System, locale.tag(), &Trace::default())
        .await
        .map_err(|err| refused(&err))?;
    if let Some(demo) = made {
        println!(
            "The demo is at {}\nSign in as {} with the password {}",
            demo::address(app, &demo.application.id),
            demo::USERNAME,
            demo.password.expose()
        );
    }
    Ok(())
}

/// Why the product could not start on this database.
pub fn cannot_start(err: &StartError) -> CommandError {
    match err {
        StartError::WrongKey => CommandError::new(
            Kind::SecretKey,
            "The secret key is not the one that this database was used with.",
            "Put back the key that was used at first start.",
        ),
        StartError::Bootstrap(fields) => CommandError::new(
            Kind::Settings,
            format!("The bootstrap settings are refused: {}", sentences(fields)),
            "Mend bootstrap_admin_username, bootstrap_admin_password or bootstrap_key.",
        ),
        StartError::Other(err) => refused(err),
    }
}

/// Why a use case refused what a command asked for.
fn refused(err: &Error) -> CommandError {
    let (kind, sentence, remedy) = match err {
        Error::NotFound => (
            Kind::Refused,
            "There is no such object.".to_owned(),
            "Check its name.",
        ),
        Error::Invalid(fields) => (
            Kind::Refused,
            sentences(fields),
            "Correct it and run the command again.",
        ),
        Error::State { code, names } => (
            Kind::Refused,
            refusal(Locale::EnUs, code, &[("names", names.join(", "))]),
            "Change that first.",
        ),
        Error::Unauthenticated | Error::Forbidden(_) | Error::Stale => (
            Kind::Refused,
            format!("The command was refused: {err}."),
            "Run it again.",
        ),
        Error::Busy { .. } | Error::TooOften { .. } => (
            Kind::Unexpected,
            format!("The command could not be done: {err}."),
            "Run it again in a few seconds.",
        ),
        Error::Store(_) | Error::Secret(_) => (
            Kind::Unexpected,
            format!("The command failed: {}.", chain(err)),
            "Run moongate doctor.",
        ),
    };
    CommandError::new(kind, sentence, remedy)
}

fn sentences(fields: &[moongate_domain::FieldError]) -> String {
    let texts = fields.iter().map(|it| {
        let sentence = refusal(Locale::EnUs, it.code, &it.args);
        format!("{}: {}.", it.field, sentence.trim_end_matches('.'))
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::SecretKey;

    fn config(dir: &std::path::Path) -> Config {
        let flags = BTreeMap::from([("data_dir", dir.display().to_string())]);
        Config::load(flags, [], None).unwrap()
    }

    #[test]
    fn a_command_makes_no_database_and_no_key() {
        let dir = tempfile::tempdir().unwrap();
        let config = config(dir.path());
        let err = with(&config, async |_| Ok(())).unwrap_err();
        assert_eq!(err.kind(), Kind::Absent);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn another_secret_key_is_noticed_at_once() {
        // K4
        let dir = tempfile::tempdir().unwrap();
        let mut config = config(dir.path());
        let clock = Clock::system();
        let opened = database::open(&config.database.url(), &clock).unwrap();
        opened.store.close();
        config.secret_key = SecretKey::Given(Keyring::generate());
        with(&config, async |_| Ok(())).unwrap();
        with(&config, async |_| Ok(())).unwrap();
        config.secret_key = SecretKey::Given(Keyring::generate());
        let err = with(&config, async |_| Ok(())).unwrap_err();
        assert_eq!(err.kind(), Kind::SecretKey);
    }
}
