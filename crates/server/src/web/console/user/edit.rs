//! Changing a user's values, never the password.

use axum::Router;
use axum::routing::get;
use moongate_domain::administrator::Resource;
use moongate_service::users;

use super::super::admin::Place;
use super::super::answer::{Answer, problems, see};
use super::super::done;
use super::super::user_form::{self, Filled};
use super::{find, home};
use crate::web::Web;
use crate::web::pages::views::Problems;
use crate::web::params::Form;

/// `…/{id}/edit`
pub fn routes() -> Router<Web> {
    let place = "/console/p/{pool}/users/{id}/edit";
    Router::new().route(place, get(ask_edit).post(edit))
}

async fn ask_edit(place: Place) -> Answer {
    place.may_change(Resource::Users)?;
    // The form shows whole values, so opening it is recorded like any other look at them.
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id = place.id()?;
    let user = users::reveal(app, &actor, &place.pool.id, &id, &place.admin.trace()).await?;
    user_form::page(&place, Some(&user), &Filled::of(&user), Problems::none()).await
}

async fn edit(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let user = find(&place).await?;
    let filled = Filled::read(&form);
    let outcome = users::update(
        &place.admin.app,
        &place.admin.actor(),
        (&place.pool.id, &user.id),
        filled.patch(Some(&user)),
        filled.version(),
        &place.admin.trace(),
    )
    .await;
    match outcome {
        Ok(user) => {
            done::tell(&place.admin.visit, "done-saved");
            Ok(see(&format!("{}/profile", home(&place, &user.id))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            user_form::page(&place, Some(&user), &filled, found).await
        }
    }
}
