//! The members of bodies that are read as changes of the domain, and the words they take, for the description only.
//!
//! A test holds each of these against what is really read, so that the description never promises another member.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// What changes of a pool: a JSON merge patch.
#[derive(Debug, ToSchema)]
pub struct PoolChange {
    /// What people read; unique, 1 to 128 characters.
    #[schema(required = false)]
    pub name: String,
    /// `null` takes the picture away; another one is uploaded to `…/logo`.
    pub logo: Option<String>,
    /// The colour of hosted pages, `#rrggbb`.
    pub brand_color: Option<String>,
    /// What is chosen for all people of the pool.
    #[schema(required = false)]
    pub settings: PoolSettings,
}

/// What is chosen for all people of a pool.
#[derive(Debug, ToSchema)]
pub struct PoolSettings {
    /// The language for people who asked for none of ours: `zh-CN` or `en-US`.
    #[schema(required = false)]
    pub default_locale: String,
    /// Minutes without use after which a login session ends, 15 to 720.
    #[schema(required = false)]
    pub session_idle_minutes: i64,
    /// Hours after which a login session ends in any case, 1 to 48.
    #[schema(required = false)]
    pub session_absolute_hours: i64,
}

/// What changes of a user: a JSON merge patch. Status, source, times, ids and the password are not among it.
#[derive(Debug, ToSchema)]
pub struct UserChange {
    /// The name they chose.
    pub username: Option<String>,
    /// What others call them.
    pub nickname: Option<String>,
    /// Their e-mail address; a new one counts as unproven unless `email_verified` says otherwise.
    pub email: Option<String>,
    /// Whether a code sent there came back.
    #[schema(required = false)]
    pub email_verified: bool,
    /// Their phone number; without a country code it is read as a Chinese one.
    pub phone: Option<String>,
    /// Whether a code sent there came back.
    #[schema(required = false)]
    pub phone_verified: bool,
    /// Attributes by name; `null` removes one.
    #[schema(required = false)]
    pub attributes: BTreeMap<String, Option<String>>,
}

/// What changes of an application: a JSON merge patch. Creating one needs `name` and `type`.
#[derive(Debug, ToSchema)]
pub struct ApplicationChange {
    /// What people read on the sign-in page, at most 128 characters.
    #[schema(required = false)]
    pub name: String,
    /// What kind of program it is.
    #[schema(value_type = ApplicationType, required = false)]
    pub r#type: String,
    /// Switching on checks that everything it needs is there.
    #[schema(required = false)]
    pub enabled: bool,
    /// Ours: people are not asked for consent.
    #[schema(required = false)]
    pub first_party: bool,
    /// How strict the protocol is with it.
    #[schema(value_type = Profile, required = false)]
    pub profile: String,
    /// How it proves itself at the token endpoint.
    #[schema(value_type = AuthMethod, required = false)]
    pub token_endpoint_auth_method: String,
    /// Where people may be sent with a code, at most 10.
    #[schema(required = false)]
    pub redirect_uris: Vec<String>,
    /// Where people may be sent after signing out, at most 10.
    #[schema(required = false)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Origins besides those of its redirect URIs whose pages may call the protocol, at most 10.
    #[schema(required = false)]
    pub cors_origins: Vec<String>,
    /// A native application may listen on any port of `localhost`, not only of the loopback addresses.
    #[schema(required = false)]
    pub loopback_localhost: bool,
    /// Life of an access token.
    #[schema(required = false)]
    pub access_token_ttl_seconds: i64,
    /// Life of an ID token.
    #[schema(required = false)]
    pub id_token_ttl_seconds: i64,
    /// Whether it gets refresh tokens.
    #[schema(required = false)]
    pub refresh_token_enabled: bool,
    /// Life of a refresh token family, counted from the sign-in.
    #[schema(required = false)]
    pub refresh_token_ttl_seconds: i64,
    /// How long a spent refresh token still gets the same answer.
    #[schema(required = false)]
    pub refresh_token_reuse_seconds: i64,
    /// The scope values it may ask for.
    #[schema(required = false)]
    pub scopes: Vec<String>,
    /// The user attributes that ID token and userinfo carry; `null`: the scope alone decides.
    pub claims: Option<Vec<String>>,
    /// For administrators.
    pub description: Option<String>,
    /// For administrators.
    pub industry: Option<String>,
    /// `null` takes the picture away; another one is uploaded to `…/logo`.
    pub logo: Option<String>,
    /// The colour of its hosted pages, `#rrggbb`.
    pub brand_color: Option<String>,
    /// Where a sign-in that begins elsewhere is started.
    pub initiate_login_uri: Option<String>,
    /// What its people can do on hosted pages.
    #[schema(required = false)]
    pub flows: Flows,
}

/// What people can do on the hosted pages of an application.
#[derive(Debug, ToSchema)]
pub struct Flows {
    /// Making an account.
    #[schema(required = false)]
    pub registration: RegistrationFlow,
    /// Signing in.
    #[schema(required = false)]
    pub login: LoginFlow,
    /// Setting a new password without the old one.
    #[schema(required = false)]
    pub reset_password: ResetPasswordFlow,
}

/// How people make an account.
#[derive(Debug, ToSchema)]
pub struct RegistrationFlow {
    /// Off: nobody can register here.
    #[schema(required = false)]
    pub enabled: bool,
    /// What is asked: `username`, `email`, `phone`.
    #[schema(required = false)]
    pub identifiers: Vec<String>,
    /// Whether a password is asked.
    #[schema(required = false)]
    pub password_asked: bool,
    /// The source that sends the code which proves an e-mail address.
    pub email_source: Option<String>,
    /// The source that sends the code which proves a phone number.
    pub sms_source: Option<String>,
    /// On: registered people are signed in at once.
    #[schema(required = false)]
    pub auto_login: bool,
    /// Whether the statements are shown.
    #[schema(required = false)]
    pub statements_enabled: bool,
    /// What people agree to, at most 4.
    #[schema(required = false)]
    pub statements: Vec<Statement>,
}

/// How people sign in.
#[derive(Debug, ToSchema)]
pub struct LoginFlow {
    /// Off: nobody can sign in to this application.
    #[schema(required = false)]
    pub enabled: bool,
    /// The source that is shown first.
    pub preferred_source: Option<String>,
    /// The other sources, in their order.
    #[schema(required = false)]
    pub associated_sources: Vec<String>,
    /// Whether the browser may remember the password.
    #[schema(required = false)]
    pub remember_password: bool,
    /// Whether the statements are shown.
    #[schema(required = false)]
    pub statements_enabled: bool,
    /// What people agree to, at most 4.
    #[schema(required = false)]
    pub statements: Vec<Statement>,
}

/// How people set a new password without the old one.
#[derive(Debug, ToSchema)]
pub struct ResetPasswordFlow {
    /// Off: not possible here.
    #[schema(required = false)]
    pub enabled: bool,
    /// Where the code goes: `email` or `phone`.
    #[schema(required = false)]
    pub method: String,
    /// The source that sends the code.
    pub source: Option<String>,
}

/// A sentence that people agree to.
#[derive(Debug, ToSchema)]
pub struct Statement {
    /// The sentence; links are written `[text](https://address)`.
    pub content: String,
    /// Whether nobody goes on without agreeing.
    pub required: bool,
}

/// What changes of a source: a JSON merge patch. While it is on, only `enabled` can be changed.
#[derive(Debug, ToSchema)]
pub struct SourceChange {
    /// What people read on the sign-in page.
    #[schema(required = false)]
    pub name: String,
    /// For administrators.
    pub description: Option<String>,
    /// Off: nobody can use it, and it can be edited.
    #[schema(required = false)]
    pub enabled: bool,
    /// The rules of its kind.
    #[schema(required = false)]
    pub policy: SourcePolicy,
}

/// The rules of a source. A password source has `identifiers` and `password`, one that sends codes `length` and
/// `ttl_seconds`.
#[derive(Debug, ToSchema)]
pub struct SourcePolicy {
    /// Which identifiers find the user: `username`, `email`, `phone`.
    #[schema(required = false)]
    pub identifiers: Vec<String>,
    /// What is asked of new passwords, and what happens to wrong ones.
    #[schema(required = false)]
    pub password: PasswordPolicy,
    /// Characters of a code, 1 to 128.
    #[schema(required = false)]
    pub length: i64,
    /// How long a code works, 1 to 300.
    #[schema(required = false)]
    pub ttl_seconds: i64,
}

/// The kind of a source and its rules.
#[derive(Debug, ToSchema)]
pub struct KindAndPolicy {
    /// `password` or `email_code`.
    pub kind: String,
    /// The rules of its kind.
    pub policy: SourcePolicy,
}

/// What is asked of new passwords, and what happens to wrong ones.
#[derive(Debug, ToSchema)]
pub struct PasswordPolicy {
    /// `basic`, `mixed`, `strong`, `strict`, `classic` or `nist`.
    #[schema(required = false)]
    pub strength: String,
    /// Asks for more characters than the strength does, 8 to 64.
    pub min_length: Option<u32>,
    /// Only with `classic`: 20 to 256.
    pub max_length: Option<u32>,
    /// How many former passwords may not come back, 1 to 128.
    pub history: Option<u32>,
    /// When wrong passwords lock a person out; `null` to never lock.
    pub lock: Option<LockPolicy>,
    /// After how many wrong passwords in a row a CAPTCHA is asked for, 1 to 999.
    pub captcha_after: Option<u32>,
    /// After how many days a person is reminded to change it, 1 to 3650.
    pub remind_after_days: Option<u32>,
}

/// When wrong passwords lock, and for how long. Switching it on needs all three.
#[derive(Debug, ToSchema)]
pub struct LockPolicy {
    /// The wrong password with this number locks, 1 to 999.
    #[schema(required = false)]
    pub threshold: u32,
    /// The hours within which failures count together, 1 to 99,999.
    #[schema(required = false)]
    pub window_hours: u32,
    /// How long the lock holds, 1 to 999,999.
    #[schema(required = false)]
    pub unlock_minutes: u32,
}

/// What kind of program an application is.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum ApplicationType {
    /// Runs on a server and shows pages.
    Web,
    /// Runs in the browser only.
    Spa,
    /// Runs on a phone or desktop.
    Native,
    /// Runs inside WeChat.
    MiniProgram,
    /// A machine that speaks for itself.
    M2m,
}

/// How strict the protocol is with an application.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Profile {
    /// Today's best practice.
    Strict,
    /// What the certified OpenID Connect tests and old clients need.
    Oidc,
    /// FAPI 2.0; not offered yet.
    Fapi2,
}

/// How an application proves itself at the token endpoint.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum AuthMethod {
    /// Not at all; PKCE binds the code.
    None,
    /// By HTTP Basic.
    ClientSecretBasic,
    /// By form members.
    ClientSecretPost,
}

/// A failure (RFC 9457).
#[derive(Debug, ToSchema)]
pub struct Problem {
    /// The kind of problem, from its code.
    pub r#type: String,
    /// What the status means, in the language of `Accept-Language`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, in the same language.
    pub detail: String,
    /// A stable dotted code, such as `source.enabled_cannot_be_edited`.
    pub code: String,
    /// The fields that cannot be accepted.
    #[schema(required = false)]
    pub errors: Vec<ProblemField>,
    /// The id that is in `X-Request-Id`, in the log and in audit events.
    pub request_id: String,
}

/// A field that cannot be accepted.
#[derive(Debug, ToSchema)]
pub struct ProblemField {
    /// Its path, such as `users.3.email`.
    pub field: String,
    /// A stable dotted code.
    pub code: String,
    /// What is wrong with it, in the language of `Accept-Language`.
    pub message: String,
}
