use super::*;
use crate::application::tests::web;
use crate::id::UserId;
use crate::oauth::redirect_uri::Redirect;
use crate::session::Method;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn request(pairs: &[(&str, &str)]) -> AuthorizationRequest {
    let application = web();
    let mut all = vec![
        ("response_type".to_owned(), "code".to_owned()),
        ("scope".to_owned(), "openid email".to_owned()),
        ("code_challenge_method".to_owned(), "S256".to_owned()),
        (
            "code_challenge".to_owned(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
        ),
    ];
    all.extend(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let redirect = Redirect::trust(&application, "https://app.example/cb").unwrap();
    AuthorizationRequest::read(&application, redirect, &all).unwrap()
}

fn run(pairs: &[(&str, &str)]) -> Interaction {
    let purpose = Purpose::Authorize {
        application_id: web().id,
        request: Box::new(request(pairs)),
    };
    Interaction::new(
        InteractionId::shape(1, [3; 10]),
        web().pool_id,
        purpose,
        NOW,
    )
}

fn session(authenticated_seconds_ago: i64) -> Session {
    let then = NOW.plus_seconds(-authenticated_seconds_ago);
    Session {
        id: SessionId::shape(1, [4; 10]),
        pool_id: web().pool_id,
        user_id: UserId::shape(1, [5; 10]),
        methods: vec![Method::Password],
        authenticated_at: then,
        created_at: then,
        last_seen_at: then,
        idle_ends_at: NOW.plus_seconds(60),
        ends_at: NOW.plus_seconds(60),
        ended_at: None,
        ip: None,
        user_agent: None,
    }
}

fn next(
    it: &Interaction,
    application: &Application,
    session: Option<&Session>,
    consented: &[&str],
) -> Step {
    let consented: Vec<String> = consented.iter().map(|it| (*it).to_owned()).collect();
    it.next_step(&Facts {
        application: Some(application),
        session,
        password_must_change: false,
        consented_scope: &consented,
        now: NOW,
    })
}

#[test]
fn a_stranger_signs_in_first_and_somebody_known_is_handed_over() {
    assert_eq!(next(&run(&[]), &web(), None, &[]), Step::SignIn);
    assert_eq!(
        next(&run(&[]), &web(), Some(&session(10)), &[]),
        Step::Finish
    );
}

#[test]
fn prompt_login_and_an_exceeded_max_age_want_a_fresh_proof() {
    // P18
    let old = session(100);
    for pairs in [[("prompt", "login")], [("max_age", "99")]] {
        let mut it = run(&pairs);
        assert_eq!(next(&it, &web(), Some(&old), &[]), Step::SignIn);
        it.body.proven = Some(Proven {
            session_id: old.id.clone(),
        });
        assert_eq!(next(&it, &web(), Some(&old), &[]), Step::Finish);
    }
    assert_eq!(
        next(&run(&[("max_age", "100")]), &web(), Some(&old), &[]),
        Step::Finish
    );
}

#[test]
fn third_parties_ask_for_what_was_not_allowed_before() {
    // P28
    let other = Application {
        first_party: false,
        ..web()
    };
    let mut it = run(&[]);
    assert_eq!(
        next(&it, &other, Some(&session(1)), &["openid"]),
        Step::Consent
    );
    assert_eq!(
        next(&it, &other, Some(&session(1)), &["openid", "email"]),
        Step::Finish
    );
    it.body.consented = true;
    assert_eq!(next(&it, &other, Some(&session(1)), &[]), Step::Finish);
    assert_eq!(
        next(
            &run(&[("prompt", "consent")]),
            &web(),
            Some(&session(1)),
            &[]
        ),
        Step::Consent
    );
}

#[test]
fn a_temporary_password_is_replaced_before_anything_else() {
    let facts = Facts {
        application: Some(&web()),
        session: Some(&session(1)),
        password_must_change: true,
        consented_scope: &[],
        now: NOW,
    };
    assert_eq!(
        run(&[("prompt", "consent")]).next_step(&facts),
        Step::ChangePassword
    );
}
