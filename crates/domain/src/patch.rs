//! Partial changes in the manner of JSON merge patch (RFC 7396): what is not named stays as it is.
//!
//! Unknown members are refused, never ignored (W16): a caller who wants to change something that
//! cannot be changed must hear it.

use serde::{Deserialize, Deserializer};

/// Puts a change into the place it is meant for.
pub trait Change<T> {
    /// Changes `target`.
    fn change(self, target: &mut T);
}

impl<T> Change<T> for T {
    fn change(self, target: &mut T) {
        *target = self;
    }
}

/// Reads a member that is there. `null` is a value: it empties what may be empty, and is refused elsewhere.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Defines the change of a struct: the same members, each optional.
macro_rules! patch {
    (
        $(#[$doc:meta])*
        $name:ident of $target:ty {
            $($(#[$member:meta])* $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(
                #[doc = concat!("Replaces `", stringify!($field), "`.")]
                $(#[$member])*
                #[serde(deserialize_with = "crate::patch::given")]
                pub $field: Option<$kind>,
            )*
        }

        impl crate::patch::Change<$target> for $name {
            fn change(self, target: &mut $target) {
                $(if let Some(value) = self.$field {
                    crate::patch::Change::change(value, &mut target.$field);
                })*
            }
        }
    };
}
pub(crate) use patch;

#[cfg(test)]
mod tests {
    use super::Change;

    #[derive(Debug, Default, Clone, PartialEq)]
    struct Note {
        title: String,
        text: Option<String>,
    }

    patch! {
        /// Changes a note.
        NotePatch of Note {
            title: String,
            text: Option<String>,
        }
    }

    fn change(json: &str) -> Option<Note> {
        let mut note = Note {
            title: "a".into(),
            text: Some("b".into()),
        };
        serde_json::from_str::<NotePatch>(json)
            .ok()?
            .change(&mut note);
        Some(note)
    }

    #[test]
    fn what_is_not_named_stays_and_null_empties() {
        let note = |title: &str, text: Option<&str>| {
            Some(Note {
                title: title.into(),
                text: text.map(Into::into),
            })
        };
        assert_eq!(change("{}"), note("a", Some("b")));
        assert_eq!(change(r#"{"title":"c"}"#), note("c", Some("b")));
        assert_eq!(change(r#"{"text":null}"#), note("a", None));
    }

    #[test]
    fn null_for_a_required_member_and_unknown_members_are_refused() {
        // W16
        assert_eq!(change(r#"{"title":null}"#), None);
        assert_eq!(change(r#"{"owner":"me"}"#), None);
    }
}
