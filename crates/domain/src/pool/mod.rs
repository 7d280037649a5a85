//! A pool: an isolated directory of people, with its own applications, sources and issuer.
//!
//! Names and slugs are unique in the installation; the store keeps that, by [`Pool::name_key`].

mod slug;

use serde::{Deserialize, Serialize};

use crate::id::{ImageId, PoolId};
use crate::locale::Locale;
use crate::patch::{Change, patch};
use crate::session::SessionLife;
use crate::{FieldError, Timestamp, check, fold};

pub use slug::{CONSOLE, check_slug, slug_from_name};

/// An isolated directory of people. The members carry the names of the management API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its identifier.
    pub id: PoolId,
    /// Its place in addresses: the issuer is `{public_url}/p/{slug}`. It never changes.
    pub slug: String,
    /// What people read (A-013 to A-015).
    pub name: String,
    /// Its picture; none means the default one (A-016).
    pub logo: Option<ImageId>,
    /// Its colour on hosted pages, `#rrggbb`; none means the product's.
    pub brand_color: Option<String>,
    /// The pool of administrators, which cannot be deleted.
    pub built_in: bool,
    /// Everything that is chosen for all its people.
    pub settings: PoolSettings,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts its changes; the ETag.
    pub version: i64,
}

/// What is chosen for all people of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PoolSettings {
    /// The language of texts for people who asked for none of ours.
    pub default_locale: Locale,
    /// Minutes without use after which a login session ends, 15 to 720 (security checklist W3).
    pub session_idle_minutes: i64,
    /// Hours after which a login session ends in any case, 1 to 48 (W3). The shorter limit counts (Z-22).
    pub session_absolute_hours: i64,
}

impl PoolSettings {
    /// How long login sessions last.
    pub fn session_life(&self) -> SessionLife {
        SessionLife {
            idle_seconds: self.session_idle_minutes * 60,
            total_seconds: self.session_absolute_hours * 3600,
        }
    }
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            default_locale: Locale::default(),
            session_idle_minutes: 120,
            session_absolute_hours: 48,
        }
    }
}

/// What an administrator says about a new pool.
#[derive(Debug, Clone)]
pub struct NewPool {
    /// What people read.
    pub name: String,
    /// The wished place in addresses; otherwise one is made from the name.
    pub slug: Option<String>,
    /// Everything else that is known already; `name` in it wins.
    pub settings: PoolPatch,
}

patch! {
    /// A change of a pool.
    PoolPatch of Pool {
        name: String,
        logo: Option<ImageId>,
        brand_color: Option<String>,
        settings: PoolSettingsPatch,
    }
}

patch! {
    /// A change of what is chosen for all people of a pool.
    PoolSettingsPatch of PoolSettings {
        default_locale: Locale,
        session_idle_minutes: i64,
        session_absolute_hours: i64,
    }
}

impl Pool {
    /// The canonical form of the name, which is unique (A-014): equal for names that differ only in
    /// case, width or blanks around them.
    pub fn name_key(&self) -> String {
        fold::fold(self.name.trim())
    }

    fn faults(&self) -> Vec<FieldError> {
        let settings = &self.settings;
        let mut found = Vec::new();
        found.extend(check::required_text("name", &self.name, 128));
        found.extend(check_slug(&self.slug, self.built_in));
        found.extend(check::color("brand_color", self.brand_color.as_deref()));
        found.extend(check::number(
            "settings.session_idle_minutes",
            settings.session_idle_minutes,
            15..=720,
        ));
        found.extend(check::number(
            "settings.session_absolute_hours",
            settings.session_absolute_hours,
            1..=48,
        ));
        found
    }
}

impl NewPool {
    /// Makes the pool, or says everything that is wrong.
    pub fn build(self, id: PoolId, now: Timestamp) -> Result<Pool, Vec<FieldError>> {
        self.make(id, false, now)
    }

    /// Makes the built-in pool of administrators.
    pub fn build_console(self, id: PoolId, now: Timestamp) -> Result<Pool, Vec<FieldError>> {
        Self {
            slug: Some(CONSOLE.to_owned()),
            ..self
        }
        .make(id, true, now)
    }

    fn make(self, id: PoolId, built_in: bool, now: Timestamp) -> Result<Pool, Vec<FieldError>> {
        let slug = self.slug.unwrap_or_else(|| slug_from_name(&self.name, &id));
        let blank = Pool {
            id,
            slug,
            name: self.name.trim().to_owned(),
            logo: None,
            brand_color: None,
            built_in,
            settings: PoolSettings::default(),
            created_at: now,
            updated_at: now,
            version: 0,
        };
        self.settings.apply(&blank, now)
    }
}

impl PoolPatch {
    /// The pool after this change, or everything that is wrong with it (A-024).
    pub fn apply(mut self, current: &Pool, now: Timestamp) -> Result<Pool, Vec<FieldError>> {
        let mut changed = current.clone();
        if let Some(name) = &mut self.name {
            *name = name.trim().to_owned();
        }
        self.change(&mut changed);
        let found = changed.faults();
        if !found.is_empty() {
            return Err(found);
        }
        changed.updated_at = now;
        changed.version += 1;
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(name: &str) -> Result<Pool, Vec<FieldError>> {
        let new = NewPool {
            name: name.into(),
            slug: None,
            settings: PoolPatch::default(),
        };
        new.build(PoolId::shape(1, [1; 10]), Timestamp(1_000))
    }

    #[test]
    fn a_name_is_needed_and_has_at_most_128_characters() {
        // A-013, A-015
        let code = |name: &str| pool(name).err().map(|it| (it[0].field.clone(), it[0].code));
        assert_eq!(code(""), Some(("name".into(), "text.required")));
        assert_eq!(code(" \u{3000} "), Some(("name".into(), "text.required")));
        assert_eq!(code(&"池".repeat(128)), None);
        assert_eq!(
            code(&"池".repeat(129)),
            Some(("name".into(), "text.too_long"))
        );
    }

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        // A-014
        let key = |name| pool(name).unwrap().name_key();
        assert_eq!(key("Moon Gate"), key(" moon gate "));
        assert_eq!(key("Moon"), key("Ｍｏｏｎ"));
        assert_eq!(key("é"), key("e\u{301}"));
        assert_ne!(key("Moon Gate"), key("Moongate"));
    }

    #[test]
    fn a_change_keeps_the_limits_of_creation_and_the_slug() {
        // A-016, A-024
        let before = pool("Moon").unwrap();
        let patch = |json| {
            serde_json::from_str::<PoolPatch>(json)
                .unwrap()
                .apply(&before, Timestamp(2_000))
        };
        let after = patch(r#"{"name":"Sun","settings":{"session_idle_minutes":15}}"#).unwrap();
        assert_eq!((after.name.as_str(), after.slug.as_str()), ("Sun", "moon"));
        assert_eq!(after.settings.session_absolute_hours, 48);
        assert_eq!((after.version, after.updated_at), (2, Timestamp(2_000)));
        for (json, field) in [
            (r#"{"name":" "}"#, "name"),
            (r##"{"brand_color":"#12"}"##, "brand_color"),
            (
                r#"{"settings":{"session_idle_minutes":14}}"#,
                "settings.session_idle_minutes",
            ),
            (
                r#"{"settings":{"session_idle_minutes":721}}"#,
                "settings.session_idle_minutes",
            ),
            (
                r#"{"settings":{"session_absolute_hours":49}}"#,
                "settings.session_absolute_hours",
            ),
        ] {
            assert_eq!(patch(json).unwrap_err()[0].field, field, "{json}");
        }
        assert!(serde_json::from_str::<PoolPatch>(r#"{"slug":"sun"}"#).is_err());
        assert!(serde_json::from_str::<PoolPatch>(r#"{"built_in":true}"#).is_err());
    }

    #[test]
    fn only_the_built_in_pool_is_called_console() {
        let named = |slug: &str| NewPool {
            name: "X".into(),
            slug: Some(slug.into()),
            settings: PoolPatch::default(),
        };
        let id = || PoolId::shape(1, [1; 10]);
        assert_eq!(
            named("console").build(id(), Timestamp(1)).unwrap_err()[0].code,
            "slug.reserved"
        );
        let console = named("anything").build_console(id(), Timestamp(1)).unwrap();
        assert!(console.built_in && console.slug == CONSOLE);
    }
}
