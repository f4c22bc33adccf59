//! When something happened, as clients write it (protocol notes, 3.2).

use crate::json::Scalar;
use crate::time::Timestamp;

/// Reads a time: a number, or a text.
pub(crate) fn read(value: &Scalar<'_>) -> Option<Timestamp> {
    match value {
        Scalar::Number(number) => Timestamp::from_number(number),
        Scalar::Text(text) => Timestamp::parse(text),
        Scalar::Null | Scalar::Bool(_) | Scalar::Container => None,
    }
}
