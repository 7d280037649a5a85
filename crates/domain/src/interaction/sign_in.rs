//! Say who you are and prove it.

use super::{Facts, Interaction};
use crate::oauth::authorize::Prompt;

/// Due without a live session; and, although there is one, when the request wants a fresh proof
/// (`prompt=login`, an exceeded `max_age`; OpenID Connect Core 3.1.2.1) and this run has not given it.
pub(super) fn due(it: &Interaction, facts: &Facts<'_>) -> bool {
    let Some(session) = facts.session else {
        return true;
    };
    if it
        .body
        .proven
        .as_ref()
        .is_some_and(|proven| proven.session_id == session.id)
    {
        return false;
    }
    let Some(request) = it.body.purpose.request() else {
        return false;
    };
    let too_old = |max_age: i64| facts.now.seconds() - session.authenticated_at.seconds() > max_age;
    request.prompt.contains(&Prompt::Login)
        || request.prompt.contains(&Prompt::SelectAccount)
        || request.max_age.is_some_and(too_old)
}
