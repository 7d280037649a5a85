//! How an application comes to be, and how it changes.

use super::rules::{Moment, faults};
use super::{Application, ApplicationType, Profile, TokenEndpointAuthMethod};
use crate::flow::{Flows, FlowsPatch};
use crate::id::{ApplicationId, ImageId, PoolId};
use crate::oauth::scope;
use crate::patch::{Change, patch};
use crate::source::Source;
use crate::{FieldError, Timestamp};

/// What an administrator says about a new application.
#[derive(Debug, Clone)]
pub struct NewApplication {
    /// What people read on the sign-in page.
    pub name: String,
    /// What kind of program it is; decides the defaults.
    pub application_type: ApplicationType,
    /// Everything else that is known already; `name` and `application_type` in it win.
    pub settings: ApplicationPatch,
}

patch! {
    /// A change of an application.
    ApplicationPatch of Application {
        name: String,
        #[serde(rename = "type")]
        application_type: ApplicationType,
        enabled: bool,
        first_party: bool,
        profile: Profile,
        token_endpoint_auth_method: TokenEndpointAuthMethod,
        redirect_uris: Vec<String>,
        post_logout_redirect_uris: Vec<String>,
        cors_origins: Vec<String>,
        loopback_localhost: bool,
        access_token_ttl_seconds: i64,
        id_token_ttl_seconds: i64,
        refresh_token_enabled: bool,
        refresh_token_ttl_seconds: i64,
        refresh_token_reuse_seconds: i64,
        scopes: Vec<String>,
        claims: Option<Vec<String>>,
        description: Option<String>,
        industry: Option<String>,
        logo: Option<ImageId>,
        brand_color: Option<String>,
        initiate_login_uri: Option<String>,
        flows: FlowsPatch,
    }
}

impl NewApplication {
    /// Makes the application, off unless asked otherwise, with the defaults of its type and with
    /// flows over those of the pool's `sources` that are on.
    pub fn build(
        self,
        id: ApplicationId,
        pool_id: PoolId,
        sources: &[Source],
        now: Timestamp,
    ) -> Result<Application, Vec<FieldError>> {
        let kind = self.application_type;
        let blank = Application {
            id,
            pool_id,
            name: self.name,
            application_type: kind,
            enabled: false,
            first_party: true,
            profile: Profile::default(),
            token_endpoint_auth_method: kind.auth_methods()[0],
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            cors_origins: Vec::new(),
            loopback_localhost: false,
            access_token_ttl_seconds: 600,
            id_token_ttl_seconds: 300,
            refresh_token_enabled: true,
            refresh_token_ttl_seconds: 86_400,
            refresh_token_reuse_seconds: 10,
            scopes: scope::default_of(kind),
            claims: None,
            description: None,
            industry: None,
            logo: None,
            brand_color: None,
            initiate_login_uri: None,
            flows: Flows::new(kind, sources),
            created_at: now,
            updated_at: now,
            version: 0,
        };
        self.settings.apply(&blank, sources, now)
    }
}

impl ApplicationPatch {
    /// The application after this change, or everything that is wrong with it.
    ///
    /// `sources` are those of the pool. Only the flows that the change names are looked at, so that
    /// one can be saved while another is not configured yet (A-099); switching on looks at all (A-140).
    pub fn apply(
        mut self,
        current: &Application,
        sources: &[Source],
        now: Timestamp,
    ) -> Result<Application, Vec<FieldError>> {
        let mut changed = current.clone();
        let flows = self
            .flows
            .as_ref()
            .map(FlowsPatch::named)
            .unwrap_or_default();
        let reaches_into_its_work = !flows.is_empty()
            || self.redirect_uris.is_some()
            || self.application_type.is_some()
            || !current.enabled;
        let method_given = self.token_endpoint_auth_method.is_some();
        self.tidy();
        self.change(&mut changed);
        let methods = changed.application_type.auth_methods();
        if !method_given && !methods.contains(&changed.token_endpoint_auth_method) {
            // The type changed and the old method does not exist for the new one.
            changed.token_endpoint_auth_method = methods[0];
        }
        let must_work = changed.enabled && reaches_into_its_work;
        let found = faults(&changed, &Moment { flows, must_work }, sources);
        if !found.is_empty() {
            return Err(found);
        }
        changed.updated_at = now;
        changed.version += 1;
        Ok(changed)
    }

    /// Removes what forms add by accident: blanks around texts and empty lines of lists.
    fn tidy(&mut self) {
        if let Some(name) = &mut self.name {
            *name = name.trim().to_owned();
        }
        for uris in [
            &mut self.redirect_uris,
            &mut self.post_logout_redirect_uris,
            &mut self.cors_origins,
        ]
        .into_iter()
        .flatten()
        {
            uris.retain(|uri| !uri.trim().is_empty());
        }
        for text in [
            &mut self.description,
            &mut self.industry,
            &mut self.brand_color,
            &mut self.initiate_login_uri,
        ]
        .into_iter()
        .flatten()
        {
            *text = text
                .take()
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::{of_type, web};

    fn patched(json: &str) -> Result<Application, Vec<FieldError>> {
        let patch: ApplicationPatch = serde_json::from_str(json).unwrap();
        patch.apply(&of_type(ApplicationType::Web), &[], Timestamp(2_000))
    }

    #[test]
    fn a_new_application_is_off_and_has_the_defaults_of_the_seed() {
        // A-094, A-095, A-096, Z-24
        let new = NewApplication {
            name: " Shop ".into(),
            application_type: ApplicationType::Web,
            settings: ApplicationPatch::default(),
        };
        let (id, pool) = (ApplicationId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
        let made = new.build(id, pool, &[], Timestamp(1_000)).unwrap();
        assert!(!made.enabled);
        assert_eq!(made.access_token_ttl_seconds, 600);
        assert!(made.refresh_token_enabled);
        assert_eq!(made.refresh_token_ttl_seconds, 86_400);
        assert_eq!(made.profile, Profile::Strict);
        assert_eq!(
            made.token_endpoint_auth_method,
            TokenEndpointAuthMethod::ClientSecretBasic
        );
        assert_eq!(made.version, 1);
    }

    #[test]
    fn each_type_begins_with_the_way_it_can_prove_itself() {
        // A-087
        let methods = ApplicationType::ALL.map(|kind| of_type(kind).token_endpoint_auth_method);
        use TokenEndpointAuthMethod as Method;
        assert_eq!(
            methods,
            [
                Method::ClientSecretBasic,
                Method::None,
                Method::None,
                Method::None,
                Method::ClientSecretBasic
            ]
        );
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name_and_counts() {
        // A-088, A-098
        let before = Application {
            enabled: false,
            ..web()
        };
        let patch: ApplicationPatch =
            serde_json::from_str(r#"{"name":"Store","description":"  "}"#).unwrap();
        let after = patch.apply(&before, &[], Timestamp(2_000)).unwrap();
        let expected = Application {
            name: "Store".into(),
            description: None,
            updated_at: Timestamp(2_000),
            version: before.version + 1,
            ..before
        };
        assert_eq!(after, expected);
    }

    #[test]
    fn a_new_type_brings_a_method_that_exists_for_it() {
        let after = patched(r#"{"type":"spa","enabled":false}"#).unwrap();
        assert_eq!(
            after.token_endpoint_auth_method,
            TokenEndpointAuthMethod::None
        );
        let refused = patched(
            r#"{"type":"spa","enabled":false,"token_endpoint_auth_method":"client_secret_post"}"#,
        );
        assert_eq!(refused.unwrap_err()[0].field, "token_endpoint_auth_method");
    }

    #[test]
    fn what_is_on_can_be_renamed_although_a_source_has_gone_and_cannot_lose_what_it_needs() {
        // A-140, A-184
        assert!(patched(r#"{"name":"Store"}"#).is_ok());
        assert!(patched(r#"{"enabled":false,"redirect_uris":[]}"#).is_ok());
        let refused = patched(r#"{"redirect_uris":[]}"#).unwrap_err();
        assert_eq!(refused[0].code, "application.redirect_uri_missing");
    }

    #[test]
    fn members_that_nobody_may_set_are_refused() {
        // A-087: the client id is immutable
        for json in [
            r#"{"id":"app_x"}"#,
            r#"{"pool_id":"pool_x"}"#,
            r#"{"version":3}"#,
            r#"{"profile":"lax"}"#,
        ] {
            assert!(
                serde_json::from_str::<ApplicationPatch>(json).is_err(),
                "{json}"
            );
        }
    }
}
