//! What can be bound to a statement.

use std::fmt;

use moongate_domain::Timestamp;

/// One bound value. `Debug` shows the kind only, because texts may be personal.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A text, an id, a hash or a document.
    Text(String),
    /// A number, or a time in milliseconds since the epoch.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Text(_) => "Text(…)",
            Self::Int(_) => "Int(…)",
            Self::Bool(_) => "Bool(…)",
        })
    }
}

/// Lists the values of a statement: `args![pool, &name, now]`. A [`Secret`](moongate_domain::Secret) is refused by
/// the compiler; what is stored of it is a hash or a sealed text.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Value::from($value)),*] };
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

macro_rules! values {
    ($($kind:ty: $it:ident => $value:expr;)*) => {$(
        impl From<$kind> for Value {
            fn from($it: $kind) -> Self {
                $value
            }
        }
    )*};
}

values! {
    String: it => Self::Text(it);
    &String: it => Self::Text(it.clone());
    i64: it => Self::Int(it);
    &i64: it => Self::Int(*it);
    i32: it => Self::Int(it.into());
    u32: it => Self::Int(it.into());
    &u32: it => Self::Int((*it).into());
    bool: it => Self::Bool(it);
    &bool: it => Self::Bool(*it);
    Timestamp: it => Self::Int(it.0);
    &Timestamp: it => Self::Int(it.0);
    &Option<String>: it => it.as_ref().into();
    &Option<Timestamp>: it => it.as_ref().into();
    &Option<i64>: it => it.as_ref().into();
}

impl<T> From<Option<T>> for Value
where
    Value: From<T>,
{
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Null, Self::from)
    }
}

macro_rules! identifier {
    ($id:ty) => {
        impl From<$id> for Value {
            fn from(it: $id) -> Self {
                Self::Text(it.as_str().to_owned())
            }
        }

        impl From<&$id> for Value {
            fn from(it: &$id) -> Self {
                Self::Text(it.as_str().to_owned())
            }
        }

        impl From<&Option<$id>> for Value {
            fn from(it: &Option<$id>) -> Self {
                it.as_ref().into()
            }
        }
    };
}

moongate_domain::for_each_identifier!(identifier);

#[cfg(test)]
mod tests {
    use moongate_domain::id::UserId;

    use super::*;

    #[test]
    fn ids_times_and_absences_become_values() {
        let user = UserId::shape(1, [7; 10]);
        let nobody: Option<UserId> = None;
        let values: &[Value] = args![&user, Some(&user), &nobody, Timestamp(5), 7, true, "text"];
        assert_eq!(values[0], Value::Text(user.to_string()));
        assert_eq!(values[1], values[0]);
        assert_eq!(values[2], Value::Null);
        assert_eq!(
            &values[3..],
            args![5_i64, 7_u32, true, String::from("text")]
        );
        assert_eq!(format!("{:?}", values[6]), "Text(…)");
    }
}
