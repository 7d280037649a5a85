//! `admin`: first aid for administrators, for whoever can reach the database.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use moongate_domain::Secret;
use moongate_service::{administrators, random, setup};

use super::app;
use super::error::{CommandError, Kind};
use crate::config::{Config, read_secret_file};

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make an administrator who may do everything; prints the password unless one is given
    Create {
        /// The user name
        username: String,
        /// File that holds the password, or - for standard input
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Give an administrator a temporary password, unlock and sign them out everywhere
    ResetPassword {
        /// The user name
        username: String,
    },
}

pub fn run(config: &Config, admin: Admin) -> Result<(), CommandError> {
    match admin {
        Admin::Create {
            username,
            password_file,
        } => create(config, &username, password_file.as_deref()),
        Admin::ResetPassword { username } => {
            let password = app::with(config, |app| {
                let username = username.clone();
                async move { administrators::reset_password(&app, &username).await }
            })?;
            println!("Temporary password of {username}, to be changed at the next sign-in:");
            println!("{}", password.expose());
            Ok(())
        }
    }
}

fn create(config: &Config, username: &str, file: Option<&Path>) -> Result<(), CommandError> {
    let given = file.map(read).transpose()?;
    let password = given.clone().unwrap_or_else(|| {
        // Letters of both cases, digits and a sign, for every preset of password rules.
        Secret::new(format!("{}-aA1!", random::code(16).expose()))
    });
    app::with(config, |app| {
        let (username, password) = (username.to_owned(), password.clone());
        async move { setup::create_owner_by_command(&app, username, password).await }
    })?;
    println!("{username} is an administrator now.");
    if given.is_none() {
        println!("Password, shown this once:");
        println!("{}", password.expose());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Secret, CommandError> {
    let refused = |problem: String| {
        CommandError::new(
            Kind::Refused,
            format!("The password cannot be read: {problem}"),
            "Give one line of text.",
        )
    };
    if file != Path::new("-") {
        return read_secret_file(file).map_err(|it| refused(it.problem));
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|err| refused(err.to_string()))?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}
