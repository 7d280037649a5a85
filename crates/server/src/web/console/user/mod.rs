//! One user: what their pages share (A-043, C4). Pages and deeds are files of their own.

mod deeds;
mod edit;
mod history;
mod profile;

use axum::Router;
use moongate_domain::id::UserId;
use moongate_domain::identifier::Username;
use moongate_domain::user::{LockedBy, User, UserStatus};
use moongate_service::users;

use super::admin::Place;
use super::views::parts::{Crumb, Tab};
use super::views::{Act, Card, ConsoleFrame, Detail, user_status};
use crate::web::Web;
use crate::web::error::Failure;

/// `/console/p/{pool}/users/{id}/…`
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(profile::routes())
        .merge(history::routes())
        .merge(edit::routes())
        .merge(deeds::routes())
}

/// The user of the path.
async fn find(place: &Place) -> Result<User, Failure> {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    Ok(users::get(app, &actor, &place.pool.id, &place.id()?).await?)
}

/// What they are called without telling more than the list does.
fn name(user: &User) -> String {
    let username = user.username.as_ref().map(Username::as_str);
    let name = user.nickname.as_deref().or(username);
    name.unwrap_or(user.id.as_str()).to_owned()
}

fn home(place: &Place, id: &UserId) -> String {
    place.to(&format!("/users/{id}"))
}

/// A page about the user, with the tab of this name open.
fn detail(place: &Place, frame: ConsoleFrame, user: &User, tab: &str, cards: Vec<Card>) -> Detail {
    let home = home(place, &user.id);
    let now = place.admin.app.now();
    let status = user.status(now);
    let locked = status.lock().is_some_and(|it| it.by == LockedBy::Admin);
    let link = |label, path: &str| Act::link(frame.t(label), format!("{home}/{path}"));
    let mut acts = vec![
        link("edit", "edit"),
        link("user-reset-password", "reset-password"),
        if locked || status.lock().is_some() {
            link("user-unlock", "unlock")
        } else {
            link("user-lock", "lock")
        },
    ];
    acts.push(if status == UserStatus::Frozen {
        link("user-thaw", "thaw")
    } else {
        link("user-freeze", "freeze")
    });
    acts.push(link("delete", "delete").danger());
    let tabs = [
        ("profile", "tab-profile"),
        ("sessions", "tab-sessions"),
        ("log", "tab-log"),
    ];
    Detail {
        crumbs: vec![Crumb {
            label: frame.t("users").into_owned(),
            href: place.to("/users"),
        }],
        title: name(user),
        text: user.id.to_string(),
        status: Some(user_status(&frame, status)),
        acts,
        tabs: tabs
            .map(|(path, label)| Tab {
                label: frame.t(label).into_owned(),
                href: format!("{home}/{path}"),
                current: path == tab,
            })
            .to_vec(),
        note: None,
        cards,
        frame,
    }
}
