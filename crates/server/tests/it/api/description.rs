//! The description: its committed copy, and that it promises what is read.

use moongate_domain::application::ApplicationPatch;
use moongate_domain::flow::{
    FlowsPatch, LoginFlowPatch, RegistrationFlowPatch, ResetPasswordFlowPatch,
};
use moongate_domain::lock::LockPolicyPatch;
use moongate_domain::password::PasswordPolicyPatch;
use moongate_domain::pool::{PoolPatch, PoolSettingsPatch};
use moongate_domain::source::{SourcePatch, SourcePolicyPatch};
use moongate_domain::user::UserPatch;
use moongate_server::web::api::openapi;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[test]
fn the_committed_copy_is_the_description_of_the_handlers() {
    let place = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/reference/openapi.json"
    );
    let committed = std::fs::read_to_string(place).unwrap_or_default();
    assert!(
        committed == openapi::text(),
        "run: cargo run -- openapi > docs/reference/openapi.json"
    );
}

/// The members that a body is read for, from what serde says about one that does not exist.
fn members<T: DeserializeOwned>() -> Vec<String> {
    let refused = serde_json::from_str::<T>(r#"{"no such member":0}"#)
        .err()
        .unwrap();
    let said = refused.to_string();
    let (_, known) = said.split_once("expected ").unwrap();
    let mut names: Vec<String> = known
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

#[test]
fn the_description_of_a_change_names_what_is_read_and_nothing_else() {
    // A2
    let api: Value = serde_json::from_str(openapi::text()).unwrap();
    let described = |name: &str| {
        let members = api["components"]["schemas"][name]["properties"].as_object();
        let mut names: Vec<String> = members.unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    for (name, read) in [
        ("PoolChange", members::<PoolPatch>()),
        ("PoolSettings", members::<PoolSettingsPatch>()),
        ("UserChange", members::<UserPatch>()),
        ("ApplicationChange", members::<ApplicationPatch>()),
        ("Flows", members::<FlowsPatch>()),
        ("RegistrationFlow", members::<RegistrationFlowPatch>()),
        ("LoginFlow", members::<LoginFlowPatch>()),
        ("ResetPasswordFlow", members::<ResetPasswordFlowPatch>()),
        ("SourceChange", members::<SourcePatch>()),
        ("SourcePolicy", members::<SourcePolicyPatch>()),
        ("PasswordPolicy", members::<PasswordPolicyPatch>()),
        ("LockPolicy", members::<LockPolicyPatch>()),
    ] {
        assert_eq!(described(name), read, "{name}");
    }
}

#[test]
fn every_operation_has_a_name_a_summary_and_a_failure() {
    let api: Value = serde_json::from_str(openapi::text()).unwrap();
    assert_eq!(api["openapi"], "3.1.0");
    let mut names = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, it) in item.as_object().unwrap() {
            assert!(
                !it["summary"].as_str().unwrap().is_empty(),
                "{method} {path}"
            );
            assert!(it["responses"]["default"].is_object(), "{method} {path}");
            for (status, answer) in it["responses"].as_object().unwrap() {
                let about = answer["description"].as_str().unwrap_or_default();
                assert!(!about.is_empty(), "{method} {path} {status}");
            }
            names.push(it["operationId"].clone());
        }
    }
    let all = names.len();
    names.sort_by_key(ToString::to_string);
    names.dedup();
    assert_eq!(names.len(), all);
}
