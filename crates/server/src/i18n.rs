//! The sentences people read, in every language of the product.
//!
//! Owns looking up and formatting; the sentences themselves live in `locales/`. Which language a person gets
//! is decided in [`locale`], how a refusal reads in [`refusal`], how times read in [`moment`].

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub mod locale;
pub mod message;
pub mod moment;
pub mod refusal;
mod spacing;

pub use locale::{Locale, Wishes, negotiate};
pub use message::message;
pub use moment::Moment;
pub use refusal::refusal;

/// The files of one language, one per area of the product.
macro_rules! files {
    ($tag:literal: $($area:literal),+ $(,)?) => {
        &[$(include_str!(concat!("../locales/", $tag, "/", $area, ".ftl"))),+]
    };
}

static ZH_CN: &[&str] = files!("zh-CN": "common", "sign-in", "register", "reset", "consent", "error", "account",
    "demo", "console", "users", "applications", "operations", "message", "api", "refusal");
static EN_US: &[&str] = files!("en-US": "common", "sign-in", "register", "reset", "consent", "error", "account",
    "demo", "console", "users", "applications", "operations", "message", "api", "refusal");

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [load(Locale::ZhCn, ZH_CN), load(Locale::EnUs, EN_US)]);

fn load(locale: Locale, files: &[&str]) -> FluentBundle<FluentResource> {
    let tag = locale
        .tag()
        .parse()
        .expect("the tags of our languages are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(number)),
        _ => None,
    }));
    for text in files {
        // A mistake in a file leaves its other messages usable; the tests refuse the mistake.
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(usable, _)| usable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// `128460` as `128,460`: both languages group digits alike.
fn grouped(number: &FluentNumber) -> String {
    let text = number.as_string();
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", &*text), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A value that a sentence mentions. Whole numbers are grouped and choose plural forms; texts stand as they are.
pub trait Argument {
    /// The value as Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl Argument for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_ref())
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl Argument for $kind {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

/// The sentence of `key` with its values filled in. An unknown key stands for itself, so that it is seen.
///
/// ```
/// use moongate_server::i18n::{Locale, t};
/// assert_eq!(t(Locale::EnUs, "code-label", &[("length", &6)]), "6-digit code");
/// ```
pub fn t(
    locale: Locale,
    key: &'static str,
    args: &[(&'static str, &dyn Argument)],
) -> Cow<'static, str> {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        let value = value.value();
        values.set(
            *name,
            if *name == "name" {
                spacing::mark(locale, value)
            } else {
                value
            },
        );
    }
    let text = format(locale, key, &values);
    assert!(
        text.is_some() || !cfg!(test),
        "no message {key} in {}",
        locale.tag()
    );
    text.unwrap_or(Cow::Borrowed(key))
}

/// The same for a key that is only known while running.
fn format(locale: Locale, key: &str, args: &FluentArgs<'_>) -> Option<Cow<'static, str>> {
    let bundle: &'static FluentBundle<FluentResource> = &BUNDLES[locale as usize];
    let pattern = bundle.get_message(key)?.value()?;
    let mut mistakes = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut mistakes)
        .into_owned();
    assert!(
        mistakes.is_empty() || !cfg!(test),
        "{key} in {}: {mistakes:?}",
        locale.tag()
    );
    Some(Cow::Owned(spacing::settle(text)))
}

#[cfg(test)]
mod tests;
