//! How flows change: each by itself, each member by itself.

use super::{
    Flows, LoginFlow, Module, RegistrationFlow, ResetMethod, ResetPasswordFlow, Statement,
};
use crate::id::SourceId;
use crate::identifier::IdentifierKind;
use crate::patch::patch;

patch! {
    /// A change of some of an application's flows.
    FlowsPatch of Flows {
        registration: RegistrationFlowPatch,
        login: LoginFlowPatch,
        reset_password: ResetPasswordFlowPatch,
    }
}

patch! {
    /// A change of the registration flow.
    RegistrationFlowPatch of RegistrationFlow {
        enabled: bool,
        identifiers: Vec<IdentifierKind>,
        password_asked: bool,
        email_source: Option<SourceId>,
        sms_source: Option<SourceId>,
        auto_login: bool,
        statements_enabled: bool,
        statements: Vec<Statement>,
    }
}

patch! {
    /// A change of the login flow.
    LoginFlowPatch of LoginFlow {
        enabled: bool,
        preferred_source: Option<SourceId>,
        associated_sources: Vec<SourceId>,
        remember_password: bool,
        statements_enabled: bool,
        statements: Vec<Statement>,
    }
}

patch! {
    /// A change of the password reset flow.
    ResetPasswordFlowPatch of ResetPasswordFlow {
        enabled: bool,
        method: ResetMethod,
        source: Option<SourceId>,
    }
}

impl FlowsPatch {
    /// The flows that the change names.
    pub fn named(&self) -> Vec<Module> {
        [
            (self.registration.is_some(), Module::Registration),
            (self.login.is_some(), Module::Login),
            (self.reset_password.is_some(), Module::ResetPassword),
        ]
        .into_iter()
        .filter_map(|(named, module)| named.then_some(module))
        .collect()
    }
}
