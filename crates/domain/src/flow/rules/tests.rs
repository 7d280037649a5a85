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
