//! How a refusal's stable code reads to a person.
//!
//! The code `password.too_short` has the sentence `error-password-too_short`. A code without a sentence reads
//! as the general one; a test keeps that from happening to any code that the workspace can produce.

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Locale, format};

/// Every code that has a sentence of its own.
pub const CODES: &[&str] = &[
    "refused",
    "field.required",
    "text.too_long",
    "number.out_of_range",
    "email.malformed",
    "username.malformed",
    "identifier.taken",
    "statement.required",
    "password.too_long",
    "password.reused",
    "password.mismatch",
    "password.wrong",
    "password.min_length",
    "password.max_length",
    "password.letter",
    "password.lower",
    "password.upper",
    "password.digit",
    "password.special",
    "password.no_space",
    "password.not_account",
    "password.not_common",
    "password.nul",
    "password.max_length_not_applicable",
    "captcha.not_below_lock",
    "sign_in.wrong",
    "sign_in.wrong_near_lock",
    "sign_in.locked",
    "sign_in.blocked",
    "code.wrong",
    "code.expired",
    "code.spent",
    "code.too_soon",
    "field.unknown",
    "field.unknown_choice",
    "field.wrong_type",
    "field.invalid",
    "text.control_character",
    "request.invalid",
    "request.not_found",
    "request.method_not_allowed",
    "request.ambiguous_host",
    "request.unknown_host",
    "request.address_too_long",
    "request.headers_too_large",
    "request.body_too_large",
    "request.body_broken",
    "request.unsupported_type",
    "request.not_text",
    "request.not_json",
    "request.too_deep",
    "request.too_many_fields",
    "request.repeated_field",
    "request.forged",
    "server.failed",
    "server.busy",
    "server.starting",
    "server.timed_out",
];

/// The sentence for a refusal. `args` are the values the sentence mentions; numbers among them are grouped.
pub fn refusal(locale: Locale, code: &str, args: &[(&'static str, String)]) -> String {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(*name, FluentValue::try_number(value));
    }
    format(locale, &key(code), &values)
        .or_else(|| format(locale, "error-refused", &values))
        .map_or_else(|| code.to_owned(), |text| text.into_owned())
}

/// The message that holds a code's sentence.
pub(super) fn key(code: &str) -> String {
    format!("error-{}", code.replace('.', "-"))
}
