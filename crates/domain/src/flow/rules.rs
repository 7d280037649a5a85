//! What must hold of flows: when one is saved, and when the application is switched on.

use super::{
    Flows, LoginFlow, Module, RegistrationFlow, ResetMethod, ResetPasswordFlow, statement,
};
use crate::FieldError;
use crate::application::ApplicationType;
use crate::check;
use crate::id::SourceId;
use crate::identifier::IdentifierKind;
use crate::source::{Source, SourceKind};

const MAX_SOURCES: usize = 20;

/// What is wrong with the flows that are being saved.
pub fn faults(
    flows: &Flows,
    kind: ApplicationType,
    saved: &[Module],
    sources: &[Source],
) -> Vec<FieldError> {
    if !kind.has_people() && !saved.is_empty() {
        return vec![FieldError::new("flows", "application.no_people")];
    }
    let look = Look {
        sources,
        only_enabled: false,
    };
    saved
        .iter()
        .flat_map(|module| look.at(flows, *module))
        .collect()
}

/// What keeps an application with these flows from being switched on: the same, and
/// every source must be on.
pub fn faults_when_enabling(
    flows: &Flows,
    kind: ApplicationType,
    sources: &[Source],
) -> Vec<FieldError> {
    if !kind.has_people() {
        return Vec::new();
    }
    let look = Look {
        sources,
        only_enabled: true,
    };
    let mut found = Vec::new();
    if flows.login.enabled && flows.login.preferred_source.is_none() {
        found.push(FieldError::new(
            "flows.login.preferred_source",
            "flow.preferred_source_missing",
        ));
    }
    for module in [Module::Registration, Module::Login, Module::ResetPassword] {
        found.extend(look.at(flows, module));
    }
    found
}

/// A look at flows beside the sources of the pool.
struct Look<'a> {
    sources: &'a [Source],
    only_enabled: bool,
}

impl Look<'_> {
    fn at(&self, flows: &Flows, module: Module) -> Vec<FieldError> {
        match module {
            Module::Registration => self.registration(&flows.registration),
            Module::Login => self.login(&flows.login),
            Module::ResetPassword => self.reset_password(&flows.reset_password),
        }
    }

    fn registration(&self, flow: &RegistrationFlow) -> Vec<FieldError> {
        let at = |member: &str| format!("flows.registration.{member}");
        let asks = |kind| flow.identifiers.contains(&kind);
        let mut found = Vec::new();
        if flow.enabled {
            if flow.identifiers.is_empty() {
                found.push(FieldError::new(
                    at("identifiers"),
                    "flow.identifier_missing",
                ));
            }
            if flow.identifiers == [IdentifierKind::Username] && !flow.password_asked {
                found.push(FieldError::new(
                    at("password_asked"),
                    "flow.password_needed",
                ));
            }
            if asks(IdentifierKind::Email) {
                found.extend(self.required(
                    at("email_source"),
                    flow.email_source.as_ref(),
                    SourceKind::EmailCode,
                ));
            }
            if asks(IdentifierKind::Phone) {
                found.extend(self.required(
                    at("sms_source"),
                    flow.sms_source.as_ref(),
                    SourceKind::SmsCode,
                ));
            }
        }
        found.extend(check::repeated(&at("identifiers"), &flow.identifiers));
        found.extend(statement::faults(&at("statements"), &flow.statements));
        found
    }

    fn login(&self, flow: &LoginFlow) -> Vec<FieldError> {
        let associated = "flows.login.associated_sources";
        let mut found = Vec::new();
        if let Some(source) = &flow.preferred_source {
            found.extend(self.known("flows.login.preferred_source".into(), source, None));
        }
        for (place, source) in flow.associated_sources.iter().enumerate() {
            let field = format!("{associated}.{place}");
            if flow.preferred_source.as_ref() == Some(source) {
                found.push(FieldError::new(field, "list.repeated"));
            } else {
                // One that is off is simply not shown.
                found.extend(
                    Look {
                        only_enabled: false,
                        ..*self
                    }
                    .known(field, source, None),
                );
            }
        }
        found.extend(check::repeated(associated, &flow.associated_sources));
        found.extend(check::list(
            associated,
            &flow.associated_sources,
            MAX_SOURCES,
        ));
        found.extend(statement::faults(
            "flows.login.statements",
            &flow.statements,
        ));
        found
    }

    fn reset_password(&self, flow: &ResetPasswordFlow) -> Vec<FieldError> {
        if !flow.enabled {
            return Vec::new();
        }
        let kind = match flow.method {
            ResetMethod::Email => SourceKind::EmailCode,
            ResetMethod::Phone => SourceKind::SmsCode,
        };
        let field = "flows.reset_password.source".to_owned();
        self.required(field, flow.source.as_ref(), kind)
            .into_iter()
            .collect()
    }

    fn required(
        &self,
        field: String,
        source: Option<&SourceId>,
        kind: SourceKind,
    ) -> Option<FieldError> {
        match source {
            None => Some(FieldError::new(field, "flow.source_missing").with("kind", kind.as_str())),
            Some(source) => self.known(field, source, Some(kind)),
        }
    }

    /// The source is one of the pool's, of the right kind, and on if that matters now.
    fn known(&self, field: String, id: &SourceId, kind: Option<SourceKind>) -> Option<FieldError> {
        let Some(source) = self.sources.iter().find(|it| it.id == *id) else {
            return Some(FieldError::new(field, "flow.source_unknown"));
        };
        if kind.is_some_and(|kind| kind != source.kind()) {
            return Some(FieldError::new(field, "flow.source_of_wrong_kind"));
        }
        (self.only_enabled && !source.enabled).then(|| FieldError::new(field, "flow.source_off"))
    }
}

#[cfg(test)]
mod tests;
