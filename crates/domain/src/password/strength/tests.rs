//! The policy matrix at its limits.

use super::*;

fn policy(strength: Strength) -> PasswordPolicy {
    PasswordPolicy {
        strength,
        ..PasswordPolicy::default()
    }
}

/// The codes of the rules that a password breaks.
fn broken(policy: &PasswordPolicy, password: &str) -> Vec<&'static str> {
    policy
        .check(password, &[])
        .into_iter()
        .filter(|it| !it.met)
        .map(|it| it.code)
        .collect()
}

#[track_caller]
fn check(strength: Strength, password: &str, expected: &[&str]) {
    assert_eq!(
        broken(&policy(strength), password),
        expected,
        "{strength:?} {password}"
    );
}

/// A-154: the default refuses "password1", telling which rules it breaks.
#[test]
fn the_default_refuses_password1() {
    assert_eq!(
        broken(&PasswordPolicy::default(), "password1"),
        ["password.upper", "password.special"]
    );
}

/// A-155: one password missing each class is refused, telling which.
#[test]
fn the_default_names_the_missing_class() {
    check(Strength::Strong, "Passw0rd!", &[]);
    check(
        Strength::Strong,
        "Passw0r",
        &["password.min_length", "password.special"],
    );
    check(Strength::Strong, "Pass0rd!", &[]);
    check(Strength::Strong, "Pas0rd!", &["password.min_length"]);
    check(Strength::Strong, "PASSW0RD!", &["password.lower"]);
    check(Strength::Strong, "passw0rd!", &["password.upper"]);
    check(Strength::Strong, "Password!", &["password.digit"]);
    check(Strength::Strong, "Passw0rd1", &["password.special"]);
    check(
        Strength::Strong,
        "",
        &[
            "password.min_length",
            "password.lower",
            "password.upper",
            "password.digit",
            "password.special",
        ],
    );
}

/// A-155: each listed special character counts; every other character is allowed beside it.
#[test]
fn every_listed_special_character_counts() {
    assert_eq!(SPECIAL.chars().count(), 31);
    for special in SPECIAL.chars() {
        check(Strength::Strong, &format!("Passw0rd{special}"), &[]);
    }
    for other in [' ', ']', '密', '🔐'] {
        check(
            Strength::Strong,
            &format!("Passw0rd{other}"),
            &["password.special"],
        );
        check(Strength::Strong, &format!("Passw0rd!{other}"), &[]);
    }
}

/// A-154: five to choose from, and a sixth after NIST (W7).
#[test]
fn six_strengths_are_offered_under_stable_names() {
    let names: Vec<_> = Strength::ALL
        .iter()
        .map(|it| serde_json::to_string(it).unwrap())
        .collect();
    assert_eq!(
        names,
        [
            r#""basic""#,
            r#""mixed""#,
            r#""strong""#,
            r#""strict""#,
            r#""classic""#,
            r#""nist""#
        ]
    );
}

#[test]
fn what_a_stronger_preset_takes_the_weaker_ones_take_too() {
    let samples = [
        "short1A",
        "eightchr",
        "eight8chr",
        "Eight8chr",
        "Eight8!x",
        "Twelve12!abc",
        "Password1234!",
        "",
    ];
    let ladder = [
        Strength::Basic,
        Strength::Mixed,
        Strength::Strong,
        Strength::Strict,
    ];
    for (weaker, stronger) in ladder.iter().zip(&ladder[1..]) {
        for sample in samples {
            let taken = |it: &Strength| broken(&policy(*it), sample).is_empty();
            assert!(
                taken(weaker) || !taken(stronger),
                "{sample}: {stronger:?} takes it, {weaker:?} does not"
            );
        }
    }
}

#[test]
fn the_weaker_presets_at_their_limits() {
    check(Strength::Basic, "abcdefg", &["password.min_length"]);
    check(Strength::Basic, "abcdefgh", &[]);
    check(Strength::Mixed, "abcdefgh", &["password.digit"]);
    check(Strength::Mixed, "12345678", &["password.letter"]);
    check(Strength::Mixed, "abcdefg1", &[]);
    check(Strength::Strict, "Elev11!abcd", &["password.min_length"]);
    check(Strength::Strict, "Twelve12!abc", &[]);
}

/// B-027: 8 to 20 characters, four classes, no spaces.
#[test]
fn the_classic_preset_at_its_limits() {
    let of = |length: usize| format!("Aa1.{}", "x".repeat(length - 4));
    check(Strength::Classic, &of(7), &["password.min_length"]);
    check(Strength::Classic, &of(8), &[]);
    check(Strength::Classic, &of(20), &[]);
    check(Strength::Classic, &of(21), &["password.max_length"]);
    for mark in ['.', '/', '_', ','] {
        check(Strength::Classic, &format!("Passw0rd{mark}"), &[]);
    }
    check(Strength::Classic, "Passw0rd. x", &["password.no_space"]);
    check(Strength::Classic, "passw0rd.", &["password.upper"]);
}

/// B-027: the 20 may be raised.
#[test]
fn the_classic_longest_length_can_be_raised() {
    let raised = PasswordPolicy {
        max_length: Some(64),
        ..policy(Strength::Classic)
    };
    assert_eq!(broken(&raised, &format!("Aa1.{}", "x".repeat(60))), [""; 0]);
    assert_eq!(
        broken(&raised, &format!("Aa1.{}", "x".repeat(61))),
        ["password.max_length"]
    );
}

/// W7: length in code points after normalisation, no composition, nothing common.
#[test]
fn the_nist_preset_asks_for_length_and_rarity() {
    check(Strength::Nist, "fourteen chars", &["password.min_length"]);
    check(Strength::Nist, "fifteen letters", &[]);
    check(Strength::Nist, &"é".repeat(15), &[]);
    check(
        Strength::Nist,
        &"e\u{301}".repeat(14),
        &["password.min_length"],
    );
    check(
        Strength::Nist,
        "qwertyuiop",
        &["password.min_length", "password.not_common"],
    );
    let with_second_factor = PasswordPolicy {
        min_length: Some(8),
        ..policy(Strength::Nist)
    };
    assert_eq!(
        broken(&with_second_factor, "Password1"),
        ["password.not_common"]
    );
    assert_eq!(broken(&with_second_factor, "mohnblum"), [""; 0]);
}

#[test]
fn a_pool_can_raise_the_shortest_length_but_not_lower_it() {
    let raised = PasswordPolicy {
        min_length: Some(10),
        ..policy(Strength::Strong)
    };
    assert_eq!(broken(&raised, "Passw0rd!"), ["password.min_length"]);
    let lowered = PasswordPolicy {
        min_length: Some(8),
        ..policy(Strength::Strict)
    };
    assert_eq!(broken(&lowered, "Elev11!abcd"), ["password.min_length"]);
}

/// A-165: the live list shows every rule with its tick or cross, the account among them.
#[test]
fn the_list_shows_each_rule_with_its_tick_or_cross() {
    let list = policy(Strength::Strong).check("Ada-Lovelace1", &["ada"]);
    let shown: Vec<_> = list.iter().map(|it| (it.code, it.met)).collect();
    assert_eq!(
        shown,
        [
            ("password.min_length", true),
            ("password.lower", true),
            ("password.upper", true),
            ("password.digit", true),
            ("password.special", true),
            ("password.not_account", false),
        ]
    );
    assert_eq!(list[0].args, [("min", "8".to_owned())]);
    assert_eq!(list[4].args, [("set", SPECIAL.to_owned())]);
}

/// A-165: "must not contain the account", in any case and at any place, in every preset.
#[test]
fn a_password_with_the_account_in_it_is_refused_by_every_preset() {
    for strength in Strength::ALL {
        let refused =
            policy(strength).refuse("new_password", "xx.ALICE.1a.xxxxxxxx", &["", "al", "Alice"]);
        assert_eq!(refused.len(), 1, "{strength:?}");
        assert_eq!(
            (refused[0].field.as_str(), refused[0].code),
            ("new_password", "password.not_account")
        );
        assert_eq!(
            policy(strength).refuse("new_password", "xx.ALIBI.1a.xxxxxxxx", &["", "al", "Alice"]),
            []
        );
    }
}

/// T27: what can never be a password is refused by every preset, and nothing else is said of it.
#[test]
fn unusable_texts_are_refused_by_every_preset() {
    for strength in Strength::ALL {
        assert!(broken(&policy(strength), &"x".repeat(1 << 20)).contains(&"password.too_long"));
        assert!(broken(&policy(strength), "Passw0rd!\0 and more").contains(&"password.nul"));
    }
    assert!(
        !broken(
            &policy(Strength::Strong),
            &format!("Passw0rd!{}", "x".repeat(247))
        )
        .contains(&"password.too_long")
    );
}
