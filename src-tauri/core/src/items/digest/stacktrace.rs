//! Stack traces and threads, as far as grouping needs them. Variables and surrounding lines are not read.

use super::{FrameDigest, ThreadDigest};
use crate::event::frame;
use crate::json::Reader;

/// The frames of a stack trace; null ones are left out.
pub(super) fn frames<'a>(value: &mut Reader<'a>) -> Vec<FrameDigest<'a>> {
    let mut frames = Vec::new();
    value.object(|key, value| match key {
        "frames" => frames = value.elements(read),
        _ => value.skip(),
    });
    frames
}

pub(super) fn thread<'a>(value: &mut Reader<'a>) -> ThreadDigest<'a> {
    let mut thread = ThreadDigest::default();
    value.object(|key, value| match key {
        "crashed" => thread.crashed = value.scalar().boolean().unwrap_or_default(),
        "current" => thread.current = value.scalar().boolean().unwrap_or_default(),
        "stacktrace" | "sentry.interfaces.Stacktrace" => thread.frames = frames(value),
        _ => value.skip(),
    });
    thread
}

fn read<'a>(value: &mut Reader<'a>) -> FrameDigest<'a> {
    let mut read = FrameDigest::default();
    value.object(|key, value| match key {
        "function" => read.function = frame::function(value.scalar().lenient()),
        "raw_function" => read.raw_function = value.scalar().lenient(),
        "module" => read.module = value.scalar().lenient(),
        "package" => read.package = value.scalar().lenient(),
        "filename" => read.filename = value.scalar().lenient(),
        "abs_path" => read.abs_path = value.scalar().lenient(),
        "lineno" => read.lineno = value.scalar().integer(),
        "colno" => read.colno = value.scalar().integer(),
        "platform" => read.platform = value.scalar().lenient(),
        "context_line" => read.context_line = value.scalar().lenient().map(frame::line),
        "in_app" => read.in_app = value.scalar().boolean(),
        "data" => read.mapped = is_mapped(value),
        _ => value.skip(),
    });
    frame::fill_paths(&mut read.filename, &mut read.abs_path);
    read
}

fn is_mapped(data: &mut Reader<'_>) -> bool {
    let mut is_mapped = false;
    data.object(|key, value| {
        if key == "sourcemap" {
            is_mapped = value.is_something();
        }
    });
    is_mapped
}
