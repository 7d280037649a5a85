//! Allow an application what it asks for.

use super::{Facts, Interaction};
use crate::oauth::authorize::Prompt;

/// Due for third-party applications that ask for more than was allowed before, and whenever the
/// request says `prompt=consent` (security checklist P28).
pub(super) fn due(it: &Interaction, facts: &Facts<'_>) -> bool {
    let (Some(request), Some(application)) = (it.body.purpose.request(), facts.application) else {
        return false;
    };
    if it.body.consented {
        return false;
    }
    let asks_more = || {
        request
            .scope
            .iter()
            .any(|scope| !facts.consented_scope.contains(scope))
    };
    request.prompt.contains(&Prompt::Consent) || (!application.first_party && asks_more())
}
