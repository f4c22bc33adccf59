//! JSON as clients really send it: lone surrogates, bad UTF-8, repeated keys, `NaN`, any depth.
//!
//! `serde_json::Value` refuses some of these, so events are never read into it. [`Reader`] goes through bytes once and borrows;
//! [`Json`] is a whole value, owned, for whoever looks at it.

mod read;
mod reader;
mod repairs;
mod scalar;
#[cfg(test)]
mod tests;
mod text;

pub use reader::{Broken, Reader, Shape};
pub use repairs::Repairs;
pub use scalar::Scalar;

use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// How deep a [`Json`] is at most; what is nested deeper is kept as text, as it came.
pub const DEPTH: usize = 200;

/// How many values a [`Json`] has at most below one key of its outermost object, and in all: a million breadcrumbs take twenty
/// times their bytes. Whatever more there is, is left out.
pub const VALUES: (usize, usize) = (50_000, 100_000);

/// Any JSON value, whole and owned. Objects keep the order of their keys; of a repeated key the last value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`, and what could not be read.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// As it was written: `1e400` and `12345678901234567890` are numbers too.
    Number(String),
    /// Text; what is no Unicode became U+FFFD.
    String(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) => serialize_number(text, serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| list.serialize_element(value))?;
                list.end()
            }
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}

/// A number that a reader of JSON could lose digits of goes out as text.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse::<i64>()
        && value.unsigned_abs() < 1 << 53
    {
        return serializer.serialize_i64(value);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) => {
            serializer.serialize_f64(value)
        }
        Ok(_) | Err(_) => serializer.serialize_str(text),
    }
}

/// Compact, as `serde_json` writes it; numbers as they came.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => write_text(text, f),
            Self::List(values) => {
                f.write_str("[")?;
                for (idx, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if idx == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (idx, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if idx == 0 { "" } else { "," })?;
                    write_text(key, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}
