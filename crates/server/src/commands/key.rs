//! `key`: management keys for scripts.

use clap::Subcommand;
use moongate_domain::Timestamp;
use moongate_domain::administrator::{KeyAccess, ManagementKey};
use moongate_domain::id::ManagementKeyId;
use moongate_service::administrators::{self, NewKey};
use moongate_service::{Actor, Error, Trace, pools};

use super::app;
use super::error::CommandError;
use super::output::print_lines;
use crate::config::Config;

const DAY_SECONDS: i64 = 86_400;

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key and print it, this once
    Create {
        /// What to call it
        #[arg(long, default_value = "command line")]
        name: String,
        /// The only pool it reaches, by id or slug; all without it
        #[arg(long)]
        pool: Option<String>,
        /// What it may do, such as users:read,applications:write
        #[arg(long, default_value = "*", value_delimiter = ',')]
        access: Vec<String>,
        /// After how many days it stops working; never without it
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..))]
        expires_in_days: Option<u16>,
    },
    /// List all keys
    List,
    /// End a key at once
    Revoke {
        /// Its id, as in the list
        id: String,
    },
}

pub fn run(config: &Config, key: Key) -> Result<(), CommandError> {
    match key {
        Key::Create {
            name,
            pool,
            access,
            expires_in_days,
        } => {
            let (secret, key) = app::with(config, |app| async move {
                let pool_id = match pool {
                    Some(pool) => Some(pools::get(&app, &Actor::System, &pool).await?.id),
                    None => None,
                };
                let days = expires_in_days.map(i64::from);
                let new = NewKey {
                    name,
                    pool_id,
                    access: KeyAccess(access),
                    expires_at: days.map(|it| app.now().plus_seconds(it * DAY_SECONDS)),
                };
                administrators::create_key(&app, &Actor::System, new, &Trace::default()).await
            })?;
            eprintln!("Key {}, shown this once:", key.id);
            println!("{}", secret.expose());
        }
        Key::List => {
            let (keys, now) = app::with(config, |app| async move {
                let keys = administrators::list_keys(&app, &Actor::System).await?;
                Ok((keys, app.now()))
            })?;
            print_lines(keys.iter().map(|key| line(key, now)))?;
        }
        Key::Revoke { id } => {
            app::with(config, |app| async move {
                let id = ManagementKeyId::parse(&id).map_err(|_| Error::NotFound)?;
                administrators::revoke_key(&app, &Actor::System, &id, &Trace::default()).await
            })?;
            println!("The key is revoked.");
        }
    }
    Ok(())
}

fn line(key: &ManagementKey, now: Timestamp) -> String {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(at)) if at <= now => format!("expired {at}"),
        (None, Some(at)) => format!("until {at}"),
        (None, None) => "valid".to_owned(),
    };
    let used = key
        .last_used_at
        .map_or("never".to_owned(), |at| at.to_string());
    let pool = key.pool_id.as_ref().map_or("all pools", |it| it.as_str());
    format!(
        "{}  …{}  {state}  {}  {pool}  used {used}  {}",
        key.id,
        key.hint,
        key.access.0.join(","),
        key.name
    )
}
