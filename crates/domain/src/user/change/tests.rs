use super::*;
use crate::user::UserStatus;
use crate::user::tests::ada;

fn created(json: &str) -> Result<User, Vec<FieldError>> {
    let (id, pool) = (UserId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
    let new = NewUser {
        members: serde_json::from_str(json).unwrap(),
    };
    new.build(id, pool, UserSource::AdminAdd, Timestamp(1_000))
}

fn patched(json: &str) -> Result<User, Vec<FieldError>> {
    serde_json::from_str::<UserPatch>(json)
        .unwrap()
        .apply(&ada(), Timestamp(2_000))
}

fn faults(result: Result<User, Vec<FieldError>>) -> Vec<String> {
    let found = result.err().unwrap_or_default();
    found
        .into_iter()
        .map(|it| format!("{} {}", it.field, it.code))
        .collect()
}

#[test]
fn each_required_member_of_a_new_user_is_named_when_it_is_missing() {
    // A-033, A-034
    for (json, expected) in [
        (
            r#"{"username":"lin","email":"lin@example.com","phone":"186 0000 0001"}"#,
            &[][..],
        ),
        (
            r#"{"email":"lin@example.com"}"#,
            &["username text.required"],
        ),
        (r#"{"username":"lin"}"#, &["email text.required"]),
        (
            r#"{"username":" ","email":null}"#,
            &["username text.required", "email text.required"],
        ),
        (
            r#"{"username":"a@b","email":"x","phone":"1","nickname":"\u0000","attributes":{"birthday":"x","roles":"a"}}"#,
            &[
                "username username.looks_like_email",
                "nickname text.control_character",
                "email email.malformed",
                "phone phone.malformed",
                "attributes.birthday attribute.not_a_date",
                "attributes.roles attribute.unknown",
            ],
        ),
    ] {
        assert_eq!(faults(created(json)), expected, "{json}");
    }
}

#[test]
fn a_new_user_is_not_enabled_and_unproven() {
    // A-034, A-035, A-039
    let user = created(r#"{"username":"lin","email":"Lin@Example.com","phone":"+1 415 555 0100"}"#)
        .unwrap();
    assert_eq!(user.status(Timestamp(1)), UserStatus::NotEnabled);
    assert_eq!(user.source.as_str(), "ADMIN_ADD");
    assert_eq!(user.phone.unwrap().as_str(), "+14155550100");
    assert!(!user.email_verified && !user.phone_verified);
    assert_eq!(user.version, 1);
}

#[test]
fn a_change_reaches_the_named_members_only() {
    // A-044
    let before = ada();
    let after = patched(r#"{"nickname":null,"attributes":{"birthday":"1815-12-10"}}"#).unwrap();
    assert_eq!(after.nickname, None);
    assert_eq!(after.attributes.get("birthday"), Some("1815-12-10"));
    assert_eq!((after.email, after.email_verified), (before.email, true));
    assert_eq!(
        (after.version, after.updated_at),
        (before.version + 1, Timestamp(2_000))
    );
}

#[test]
fn a_new_address_is_unproven_until_somebody_says_otherwise() {
    assert!(
        !patched(r#"{"email":"new@example.com"}"#)
            .unwrap()
            .email_verified
    );
    assert!(
        patched(r#"{"email":"new@example.com","email_verified":true}"#)
            .unwrap()
            .email_verified
    );
    assert!(
        !patched(r#"{"email":null,"email_verified":true}"#)
            .unwrap()
            .email_verified
    );
}

#[test]
fn the_last_identifier_cannot_be_removed() {
    let found = faults(patched(r#"{"username":null,"email":"","phone":null}"#));
    assert_eq!(found, ["username user.identifier_missing"]);
}

#[test]
fn what_nobody_may_name_is_refused() {
    // A-044, W16, T25
    for json in [
        r#"{"password":"x"}"#,
        r#"{"status":"normal"}"#,
        r#"{"id":"usr_x"}"#,
        r#"{"pool_id":"pool_x"}"#,
        r#"{"source":"API"}"#,
        r#"{"roles":["owner"]}"#,
        r#"{"groups":[]}"#,
        r#"{"created_at":"2020-01-01T00:00:00Z"}"#,
        r#"{"emailVerified":true}"#,
    ] {
        assert!(serde_json::from_str::<UserPatch>(json).is_err(), "{json}");
        assert!(
            serde_json::from_str::<ProfilePatch>(json).is_err(),
            "{json}"
        );
    }
    // W16, T25: these are an administrator's
    for json in [
        r#"{"email_verified":true}"#,
        r#"{"phone_verified":true}"#,
        r#"{"email":"me@example.com"}"#,
    ] {
        assert!(
            serde_json::from_str::<ProfilePatch>(json).is_err(),
            "{json}"
        );
    }
    let nested =
        serde_json::from_str::<ProfilePatch>(r#"{"attributes":{"email_verified":"true"}}"#)
            .unwrap();
    assert_eq!(
        faults(nested.apply(&ada(), Timestamp(2))),
        ["attributes.email_verified attribute.unknown"]
    );
}
