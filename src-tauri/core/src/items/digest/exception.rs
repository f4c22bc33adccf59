//! Exceptions, as far as grouping and titles need them.

use std::borrow::Cow;

use super::{ExceptionDigest, stacktrace};
use crate::event::exception::split_type;
use crate::json::{Json, Reader, Scalar, Shape};

pub(super) fn read<'a>(value: &mut Reader<'a>) -> ExceptionDigest<'a> {
    let mut exception = ExceptionDigest::default();
    if value.shape() != Shape::Object {
        exception.value = json_text(value);
        return exception;
    }
    value.object(|key, value| match key {
        "type" => exception.kind = value.scalar().lenient().filter(|kind| !kind.is_empty()),
        "value" => exception.value = json_text(value),
        "module" => exception.module = value.scalar().lenient(),
        "mechanism" => {
            let ExceptionDigest { kind, value: text, module, frames, .. } = std::mem::take(&mut exception);
            exception = ExceptionDigest { kind, value: text, module, frames, ..mechanism(value) };
        }
        "stacktrace" | "sentry.interfaces.Stacktrace" => exception.frames = stacktrace::frames(value),
        _ => value.skip(),
    });
    split_type(&mut exception.kind, &mut exception.value);
    exception
}

/// A lenient string that makes compact JSON of what is no text.
pub(super) fn json_text<'a>(value: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    match value.shape() {
        Shape::Object | Shape::List => Some(Cow::Owned(Json::from_reader(value).to_string())),
        Shape::Text | Shape::Word | Shape::Nothing => match value.scalar() {
            Scalar::Text(text) => Some(text),
            Scalar::Number(number) => Some(Cow::Borrowed(number)),
            Scalar::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
            Scalar::Null | Scalar::Container => None,
        },
    }
}

/// An exception of which only the mechanism is known.
fn mechanism<'a>(value: &mut Reader<'a>) -> ExceptionDigest<'a> {
    let mut read = ExceptionDigest::default();
    if value.shape() == Shape::Object {
        read.mechanism = Some(Cow::Borrowed("generic"));
    }
    value.object(|key, value| match key {
        "type" => read.mechanism = value.scalar().lenient().or(read.mechanism.take()),
        "handled" => read.handled = value.scalar().boolean(),
        "synthetic" => read.synthetic = value.scalar().boolean().unwrap_or_default(),
        "exception_id" => read.exception_id = value.scalar().integer(),
        "parent_id" => read.parent_id = value.scalar().integer(),
        "is_exception_group" => read.is_group = value.scalar().boolean().unwrap_or_default(),
        "meta" => read.ns_error = ns_error(value),
        _ => value.skip(),
    });
    read
}

fn ns_error<'a>(meta: &mut Reader<'a>) -> Option<(Cow<'a, str>, String)> {
    let (mut domain, mut code) = (None, None);
    meta.object(|key, value| {
        if key == "ns_error" {
            value.object(|key, value| match key {
                "domain" => domain = value.scalar().lenient(),
                "code" => code = value.scalar().lenient(),
                _ => value.skip(),
            });
        }
    });
    Some((domain?, code?.into_owned()))
}
