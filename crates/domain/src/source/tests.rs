use super::*;

/// A password source that is on, told apart by a number.
pub(crate) fn password(number: u8) -> Source {
    built(
        number,
        SourcePolicy::Password(PasswordSourcePolicy::default()),
    )
}

/// An e-mail code source that is on, told apart by a number.
pub(crate) fn email_code(number: u8) -> Source {
    built(number, SourcePolicy::EmailCode(CodePolicy::default()))
}

/// The same source, switched off.
pub(crate) fn off(source: Source) -> Source {
    Source {
        enabled: false,
        ..source
    }
}

fn new(policy: SourcePolicy) -> NewSource {
    NewSource {
        name: "Source".into(),
        description: None,
        enabled: true,
        policy,
    }
}

fn built(number: u8, policy: SourcePolicy) -> Source {
    let (id, pool) = (SourceId::shape(1, [number; 10]), PoolId::shape(1, [2; 10]));
    new(policy).build(id, pool, Timestamp(1_000)).unwrap()
}

fn first_fault(new: NewSource) -> Option<String> {
    let (id, pool) = (SourceId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
    let fault = new
        .build(id, pool, Timestamp(1_000))
        .err()?
        .into_iter()
        .next()?;
    Some(format!("{} {}", fault.field, fault.code))
}

#[test]
fn a_code_is_six_long_and_lives_a_minute_unless_said_otherwise() {
    // A-168, A-169, A-170, Z-02
    assert_eq!(
        CodePolicy::default(),
        CodePolicy {
            length: 6,
            ttl_seconds: 60
        }
    );
    for (length, ttl_seconds, expected) in [
        (1, 1, None),
        (128, 300, None),
        (0, 60, Some("policy.length number.out_of_range")),
        (129, 60, Some("policy.length number.out_of_range")),
        (6, 0, Some("policy.ttl_seconds number.out_of_range")),
        (6, 301, Some("policy.ttl_seconds number.out_of_range")),
    ] {
        let policy = CodePolicy {
            length,
            ttl_seconds,
        };
        let fault = first_fault(new(SourcePolicy::EmailCode(policy)));
        assert_eq!(fault.as_deref(), expected, "{length} {ttl_seconds}");
    }
}

#[test]
fn a_source_needs_a_name_and_keeps_its_description_short() {
    // A-149, A-150
    let policy = || SourcePolicy::EmailCode(CodePolicy::default());
    let unnamed = NewSource {
        name: " ".into(),
        ..new(policy())
    };
    assert_eq!(first_fault(unnamed).as_deref(), Some("name text.required"));
    for (length, expected) in [(128, None), (129, Some("description text.too_long"))] {
        let described = NewSource {
            description: Some("述".repeat(length)),
            ..new(policy())
        };
        assert_eq!(first_fault(described).as_deref(), expected);
    }
}

#[test]
fn a_password_source_says_which_identifiers_find_the_user() {
    // A-151
    let policy = PasswordSourcePolicy {
        identifiers: vec![],
        ..Default::default()
    };
    let fault = first_fault(new(SourcePolicy::Password(policy)));
    assert_eq!(
        fault.as_deref(),
        Some("policy.identifiers source.identifier_missing")
    );
}

#[test]
fn the_rules_of_passwords_are_named_with_their_place() {
    // A-156
    let password = PasswordPolicy {
        history: Some(0),
        ..Default::default()
    };
    let policy = PasswordSourcePolicy {
        password,
        ..Default::default()
    };
    let fault = first_fault(new(SourcePolicy::Password(policy)));
    assert_eq!(
        fault.as_deref(),
        Some("policy.password.history number.out_of_range")
    );
}

#[test]
fn a_stored_source_reads_back_with_its_kind_beside_its_policy() {
    let source = email_code(1);
    let json = serde_json::to_value(&source).unwrap();
    assert_eq!(json["kind"], "email_code");
    assert_eq!(json["policy"]["length"], 6);
    assert_eq!(serde_json::from_value::<Source>(json).unwrap(), source);
}

#[test]
fn the_identifier_of_an_email_source_cannot_be_chosen() {
    // A-153
    let json = r#"{"length":6,"ttl_seconds":60,"identifiers":["username"]}"#;
    assert!(serde_json::from_str::<CodePolicy>(json).is_err());
}
