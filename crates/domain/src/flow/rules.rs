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

/// What is wrong with the flows that are being saved (A-103 to A-105, A-113 to A-115, A-121, A-128).
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

/// What keeps an application with these flows from being switched on (A-005, A-140): the same, and
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
                // One that is off is simply not shown (A-181).
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
mod tests {
    use super::*;
    use crate::flow::{FlowsPatch, Statement};
    use crate::patch::Change;
    use crate::source::tests::{email_code, off, password};

    fn flows() -> (Flows, Vec<Source>) {
        let sources = vec![email_code(1), password(2), off(password(3))];
        (Flows::new(ApplicationType::Web, &sources), sources)
    }

    /// The faults of saving one change, as `field code`.
    fn saving(json: &str) -> Vec<String> {
        let (mut flows, sources) = flows();
        let patch: FlowsPatch = serde_json::from_str(json).unwrap();
        let named = patch.named();
        patch.change(&mut flows);
        faults(&flows, ApplicationType::Web, &named, &sources)
            .into_iter()
            .map(|it| format!("{} {}", it.field, it.code))
            .collect()
    }

    #[test]
    fn a_new_application_prefers_the_password_and_can_be_switched_on_at_once() {
        // A-102, A-117, A-118, A-119, A-126, A-140
        let (flows, sources) = flows();
        assert_eq!(flows.login.preferred_source, Some(sources[1].id.clone()));
        assert_eq!(flows.login.associated_sources, [sources[0].id.clone()]);
        assert_eq!(flows.reset_password.source, Some(sources[0].id.clone()));
        assert!(flows.registration.enabled && flows.login.enabled && flows.reset_password.enabled);
        assert_eq!(
            faults_when_enabling(&flows, ApplicationType::Web, &sources),
            []
        );
    }

    #[test]
    fn without_sources_each_missing_one_is_named() {
        // A-005
        let flows = Flows::new(ApplicationType::Web, &[]);
        let found = faults_when_enabling(&flows, ApplicationType::Web, &[]);
        let fields: Vec<_> = found.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "flows.login.preferred_source",
                "flows.reset_password.source"
            ]
        );
    }

    #[test]
    fn a_machine_has_no_flows() {
        // A-101
        let flows = Flows::new(ApplicationType::M2m, &flows().1);
        assert!(!flows.login.enabled && flows.login.preferred_source.is_none());
        let found = faults(&flows, ApplicationType::M2m, &[Module::Login], &[]);
        assert_eq!(found[0].code, "application.no_people");
    }

    #[test]
    fn each_flow_is_refused_for_what_it_lacks() {
        for (json, expected) in [
            (r#"{"registration":{"auto_login":false}}"#, &[][..]),
            (
                r#"{"registration":{"identifiers":[]}}"#,
                &["flows.registration.identifiers flow.identifier_missing"],
            ),
            (
                r#"{"registration":{"identifiers":["email","email"]}}"#,
                &["flows.registration.identifiers.1 list.repeated"],
            ),
            (
                r#"{"registration":{"identifiers":["username"],"password_asked":false}}"#,
                &["flows.registration.password_asked flow.password_needed"],
            ),
            // A-105
            (
                r#"{"registration":{"email_source":null}}"#,
                &["flows.registration.email_source flow.source_missing"],
            ),
            // A-104
            (
                r#"{"registration":{"identifiers":["phone"]}}"#,
                &["flows.registration.sms_source flow.source_missing"],
            ),
            // A-102: what is off needs nothing
            (
                r#"{"registration":{"enabled":false,"email_source":null}}"#,
                &[],
            ),
            // A-128
            (
                r#"{"reset_password":{"source":null}}"#,
                &["flows.reset_password.source flow.source_missing"],
            ),
            (
                r#"{"reset_password":{"method":"phone"}}"#,
                &["flows.reset_password.source flow.source_of_wrong_kind"],
            ),
            (r#"{"reset_password":{"enabled":false,"source":null}}"#, &[]),
            // A-004: a source of another pool is unknown
            (
                r#"{"login":{"preferred_source":"src_00000000000000000000000000"}}"#,
                &["flows.login.preferred_source flow.source_unknown"],
            ),
        ] {
            assert_eq!(saving(json), expected, "{json}");
        }
    }

    #[test]
    fn a_preferred_source_that_is_off_keeps_the_application_off() {
        // A-005, A-181
        let (mut flows, sources) = flows();
        flows.login.associated_sources = vec![sources[2].id.clone()];
        assert_eq!(
            faults_when_enabling(&flows, ApplicationType::Web, &sources),
            []
        );
        flows.login.preferred_source = flows.login.associated_sources.pop();
        let found = faults_when_enabling(&flows, ApplicationType::Web, &sources);
        assert_eq!(found[0].code, "flow.source_off");
    }

    #[test]
    fn one_flow_is_saved_while_another_is_unfinished() {
        // A-099
        let (mut flows, sources) = flows();
        flows.reset_password.source = None;
        assert_eq!(
            faults(&flows, ApplicationType::Web, &[Module::Login], &sources),
            []
        );
        flows.login.statements = vec![Statement {
            content: String::new(),
            required: true,
        }];
        assert_eq!(
            faults(&flows, ApplicationType::Web, &[Module::Login], &sources).len(),
            1
        );
    }

    #[test]
    fn a_source_in_use_is_found_wherever_it_is_used() {
        // A-184
        let (mut flows, sources) = flows();
        assert!(flows.use_source(&sources[1].id));
        assert!(!flows.use_source(&sources[2].id));
        flows.login.associated_sources.clear();
        assert!(flows.use_source(&sources[0].id));
    }
}
