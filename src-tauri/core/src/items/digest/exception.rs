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
        "mechanism" => mechanism(&mut exception, value),
        "stacktrace" | "sentry.interfaces.Stacktrace" => exception.frames = stacktrace::frames(value),
        _ => value.skip(),
    });
    split_type(&mut exception.kind, &mut exception.value);
    exception
}

/// A lenient string that makes compact JSON of what is no text.
fn json_text<'a>(value: &mut Reader<'a>) -> Option<Cow<'a, str>> {
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

fn mechanism<'a>(exception: &mut ExceptionDigest<'a>, value: &mut Reader<'a>) {
    value.object(|key, value| match key {
        "type" => exception.mechanism = value.scalar().lenient(),
        "handled" => exception.handled = value.scalar().boolean(),
        "synthetic" => exception.synthetic = value.scalar().boolean().unwrap_or_default(),
        "exception_id" => exception.exception_id = value.scalar().integer(),
        "parent_id" => exception.parent_id = value.scalar().integer(),
        "is_exception_group" => exception.is_group = value.scalar().boolean().unwrap_or_default(),
        "meta" => exception.ns_error = ns_error(value),
        _ => value.skip(),
    });
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
