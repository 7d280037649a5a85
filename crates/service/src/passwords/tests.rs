//! Hashing through the workers, at a cost that suits tests.

use moongate_domain::Secret;

use super::*;

fn settings() -> HashSettings {
    HashSettings {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
        workers: 2,
        queue_per_worker: 8,
        pepper: true,
    }
}

fn ring(keys: &[&Secret]) -> Keyring {
    let lines: Vec<_> = keys.iter().map(|it| it.expose()).collect();
    Keyring::parse(&Secret::new(lines.join("\n"))).unwrap()
}

fn passwords(settings: &HashSettings) -> Passwords {
    Passwords::start(settings, ring(&[&Keyring::generate()]))
}

fn typed(text: &str) -> Password {
    Password::parse(text).unwrap()
}

const RIGHT: Verdict = Verdict {
    matches: true,
    needs_rehash: false,
};
const OUTDATED: Verdict = Verdict {
    matches: true,
    needs_rehash: true,
};

#[tokio::test]
async fn the_right_password_matches_and_no_other_does() {
    let passwords = passwords(&settings());
    let hash = passwords.hash(&typed("correct horse"), "t").await.unwrap();
    assert_eq!(
        passwords
            .verify(&typed("correct horse"), Some(&hash), "t")
            .await,
        Ok(RIGHT)
    );
    for wrong in [
        "correct horse ",
        " correct horse",
        "Correct horse",
        "correct  horse",
        "",
    ] {
        assert_eq!(
            passwords.verify(&typed(wrong), Some(&hash), "t").await,
            Ok(Verdict::WRONG),
            "{wrong:?}"
        );
    }
    assert_ne!(
        hash,
        passwords.hash(&typed("correct horse"), "t").await.unwrap(),
        "the salt is drawn anew"
    );
}

/// T27: equal in the first 72 bytes is not equal; composed and decomposed forms are.
#[tokio::test]
async fn nothing_is_cut_and_normal_forms_are_one() {
    let passwords = passwords(&settings());
    let long = "x".repeat(72);
    let hash = passwords
        .hash(&typed(&format!("{long}a")), "t")
        .await
        .unwrap();
    assert_eq!(
        passwords
            .verify(&typed(&format!("{long}b")), Some(&hash), "t")
            .await,
        Ok(Verdict::WRONG)
    );
    let hash = passwords.hash(&typed("caf\u{e9}"), "t").await.unwrap();
    assert_eq!(
        passwords
            .verify(&typed("cafe\u{301}"), Some(&hash), "t")
            .await,
        Ok(RIGHT)
    );
}

/// W13: without a hash, or with one that cannot be used, the same work is done and nothing matches.
#[tokio::test]
async fn a_missing_or_unusable_hash_matches_nothing() {
    let passwords = passwords(&settings());
    assert_eq!(
        passwords.verify(&typed("anything"), None, "t").await,
        Ok(Verdict::WRONG)
    );
    for unusable in [
        "",
        "anything",
        "$2b$12$abcdefghijklmnopqrstuu5Pq8C6YQcJ1m3yOQ2Q6b8M5y1QW6b7K",
    ] {
        assert_eq!(
            passwords
                .verify(&typed("anything"), Some(unusable), "t")
                .await,
            Ok(Verdict::WRONG)
        );
    }
}

/// W8: a stored hash that asks for more than the ceiling is not computed, even if it were right.
#[tokio::test]
async fn a_hash_above_the_ceiling_is_refused() {
    let passwords = passwords(&HashSettings {
        pepper: false,
        ..settings()
    });
    let hash = passwords.hash(&typed("password"), "t").await.unwrap();
    for dear in ["m=4194304,t=1", "m=64,t=4000000"] {
        let hash = hash.replace("m=64,t=1", dear);
        assert_eq!(
            passwords.verify(&typed("password"), Some(&hash), "t").await,
            Ok(Verdict::WRONG)
        );
    }
    let lanes = hash.replace("p=1", "p=9");
    assert_eq!(
        passwords
            .verify(&typed("password"), Some(&lanes), "t")
            .await,
        Ok(Verdict::WRONG)
    );
}

/// W8: raised settings take hold at the next sign-in.
#[tokio::test]
async fn a_hash_of_another_cost_or_pepper_is_to_be_made_anew() {
    let key = Keyring::generate();
    let start = |settings: &HashSettings, keys: &[&Secret]| Passwords::start(settings, ring(keys));
    let password = typed("password");
    let hash = start(&settings(), &[&key])
        .hash(&password, "t")
        .await
        .unwrap();
    let verify =
        async |passwords: Passwords| passwords.verify(&password, Some(&hash), "t").await.unwrap();

    assert_eq!(verify(start(&settings(), &[&key])).await, RIGHT);
    assert_eq!(
        verify(start(
            &HashSettings {
                passes: 2,
                ..settings()
            },
            &[&key]
        ))
        .await,
        OUTDATED
    );
    assert_eq!(
        verify(start(
            &HashSettings {
                pepper: false,
                ..settings()
            },
            &[&key]
        ))
        .await,
        OUTDATED
    );
    let newer = Keyring::generate();
    assert_eq!(verify(start(&settings(), &[&newer, &key])).await, OUTDATED);
    assert_eq!(
        verify(start(&settings(), &[&newer])).await,
        Verdict::WRONG,
        "the pepper's key is gone"
    );
}

#[tokio::test]
async fn the_pepper_keeps_a_stolen_database_from_being_guessed() {
    let (ours, theirs) = (passwords(&settings()), passwords(&settings()));
    let hash = ours.hash(&typed("password"), "t").await.unwrap();
    let (head, tail) = hash.split_once("keyid=").unwrap();
    let unpeppered = format!("{}{}", head.trim_end_matches(','), &tail[8..]);
    assert_eq!(
        theirs
            .verify(&typed("password"), Some(&unpeppered), "t")
            .await,
        Ok(Verdict::WRONG)
    );
}

/// W8: many at once are all answered, by two workers.
#[tokio::test]
async fn many_at_once_share_the_workers() {
    let passwords = passwords(&HashSettings {
        queue_per_worker: 100,
        ..settings()
    });
    let hash = passwords.hash(&typed("password"), "t").await.unwrap();
    let tries: Vec<_> = (0..50)
        .map(|at| {
            let (passwords, hash) = (passwords.clone(), hash.clone());
            let password = typed(if at % 2 == 0 { "password" } else { "wrong" });
            tokio::spawn(async move {
                passwords
                    .verify(&password, Some(&hash), &at.to_string())
                    .await
            })
        })
        .collect();
    for (at, tried) in tries.into_iter().enumerate() {
        assert_eq!(tried.await.unwrap().unwrap().matches, at % 2 == 0);
    }
}

/// W8: never below m=19456 t=2 p=1 or an equal-strength pair.
#[test]
fn weak_and_excessive_settings_are_refused() {
    let codes = |memory_kib, passes| -> Vec<_> {
        let settings = HashSettings {
            memory_kib,
            passes,
            ..HashSettings::default()
        };
        settings.validate().iter().map(|it| it.code).collect()
    };
    assert_eq!(HashSettings::default().validate(), []);
    assert_eq!(codes(19_456, 2), [""; 0]);
    assert_eq!(codes(47_104, 1), [""; 0]);
    assert_eq!(codes(65_536, 3), [""; 0]);
    assert_eq!(codes(19_455, 2), ["hash.too_weak"]);
    assert_eq!(codes(19_456, 1), ["hash.too_weak"]);
    assert_eq!(codes(262_145, 2), ["hash.too_dear"]);
    assert_eq!(codes(262_144, 17), ["hash.too_dear"]);
    let none = HashSettings {
        workers: 0,
        queue_per_worker: 0,
        ..HashSettings::default()
    };
    assert_eq!(
        none.validate()
            .iter()
            .map(|it| it.field.as_str())
            .collect::<Vec<_>>(),
        ["workers", "queue_per_worker"]
    );
}
