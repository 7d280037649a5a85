//! `signing-key`: the keys that a pool's tokens are signed with.

use clap::Subcommand;
use moongate_domain::signing_key::SigningKey;
use moongate_service::{Actor, Trace, keys, pools};

use super::app;
use super::error::CommandError;
use super::output::print_lines;
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum SigningKeys {
    /// List a pool's keys
    List {
        /// The pool, by id or slug
        #[arg(long)]
        pool: String,
    },
    /// Let the next keys sign, retire those that did, and publish new next ones
    Rotate {
        /// The pool, by id or slug
        #[arg(long)]
        pool: String,
    },
}

pub fn run(config: &Config, what: SigningKeys) -> Result<(), CommandError> {
    let found = match what {
        SigningKeys::List { pool } => app::with(config, |app| async move {
            let pool = pools::get(&app, &Actor::System, &pool).await?;
            keys::list(&app, &Actor::System, &pool.id).await
        })?,
        SigningKeys::Rotate { pool } => app::with(config, |app| async move {
            let pool = pools::get(&app, &Actor::System, &pool).await?;
            keys::rotate(&app, &Actor::System, &pool.id, &Trace::default()).await
        })?,
    };
    print_lines(found.iter().map(line))
}

fn line(key: &SigningKey) -> String {
    format!(
        "{}  {}  {}  made {}",
        key.id,
        key.algorithm.as_str(),
        key.status().as_str(),
        key.created_at
    )
}
