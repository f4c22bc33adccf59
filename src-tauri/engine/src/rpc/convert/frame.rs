//! Frames, as the stack trace shows them.

use crashtray_core::event::{Exception, Frame, Stacktrace, Thread};
use crashtray_core::json::Json;

use super::super::view::{ExceptionView, FrameView, JsonView, ThreadView, VarView};
use super::source;

/// More frames than this are not sent; the middle is left out as the protocol's notes (3.1) say.
const MAX_FRAMES: usize = 1_000;

/// An exception of the chain. `in_app` are the decisions stored with the event; `crashed` marks the exception that was raised last.
pub(super) fn exception_view(exception: Exception, in_app: &[bool], place: Place, platform: &str) -> ExceptionView {
    let mechanism = exception.mechanism.unwrap_or_default();
    let frames = exception.stacktrace.map_or_else(Vec::new, |trace| frame_views(trace, in_app, place, platform));
    ExceptionView {
        kind: exception.kind,
        value: exception.value,
        module: exception.module,
        mechanism: Some(mechanism.kind).filter(|kind| !kind.is_empty()),
        handled: mechanism.handled,
        exception_id: mechanism.exception_id.map(super::count),
        parent_id: mechanism.parent_id.map(super::count),
        source: mechanism.source,
        frames,
    }
}

/// Whether a stack trace is the one in which the program broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is.
    Crash,
    /// It led there, or stands beside it.
    Beside,
}

/// A thread with its stack trace.
pub(super) fn thread_view(thread: Thread, place: Place, platform: &str) -> ThreadView {
    ThreadView {
        id: thread.id,
        name: thread.name,
        crashed: thread.crashed == Some(true),
        current: thread.current == Some(true),
        state: thread.state,
        frames: thread.stacktrace.map_or_else(Vec::new, |trace| frame_views(trace, &[], place, platform)),
    }
}

/// Frames, oldest call first.
pub(super) fn frame_views(trace: Stacktrace, in_app: &[bool], place: Place, platform: &str) -> Vec<FrameView> {
    let n_left_out = trace.frames.len().saturating_sub(MAX_FRAMES);
    let own = |frame_idx: usize, frame: &Frame| in_app.get(frame_idx).copied().unwrap_or(frame.in_app == Some(true));
    let crash = (place == Place::Crash).then(|| crash_frame(&trace.frames, own)).flatten();
    let kept = trace
        .frames
        .into_iter()
        .enumerate()
        .filter(|(idx, _)| *idx < MAX_FRAMES / 2 || *idx >= MAX_FRAMES / 2 + n_left_out);
    kept.map(|(idx, frame)| {
        let is_own = own(idx, &frame);
        frame_view(frame, is_own, crash == Some(idx), platform)
    })
    .collect()
}

/// The innermost own frame, else the innermost.
fn crash_frame(frames: &[Frame], own: impl Fn(usize, &Frame) -> bool) -> Option<usize> {
    frames.iter().enumerate().rposition(|(idx, frame)| own(idx, frame)).or_else(|| frames.len().checked_sub(1))
}

fn frame_view(frame: Frame, in_app: bool, crashed: bool, platform: &str) -> FrameView {
    let platform = frame.platform.as_deref().unwrap_or(platform);
    let path = frame.abs_path.as_deref().or(frame.filename.as_deref());
    let module = frame.module.as_deref().or(frame.package.as_deref());
    let library = match in_app {
        true => String::new(),
        false => source::library(path.unwrap_or_default(), module, frame.function.as_deref(), platform),
    };
    FrameView {
        library,
        language: source::language(frame.filename.as_deref().or(path), platform),
        source: frame.context_line.is_some().then(|| "event".to_owned()),
        vars: var_views(frame.vars, frame.context_line.as_deref().unwrap_or_default()),
        module: frame.module.or(frame.package),
        function: frame.function,
        filename: frame.filename,
        abs_path: frame.abs_path,
        lineno: frame.lineno.map(super::count),
        colno: frame.colno.map(super::count),
        in_app,
        crashed,
        pre_context: frame.pre_context,
        context_line: frame.context_line,
        post_context: frame.post_context,
        stale: false,
        instruction_addr: frame.instruction_addr,
    }
}

/// Variables, those that the line uses first.
fn var_views(vars: Vec<(String, Json)>, line: &str) -> Vec<VarView> {
    let words: Vec<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).collect();
    let mut views: Vec<VarView> = vars
        .into_iter()
        .map(|(name, value)| VarView { on_line: words.contains(&name.as_str()), name, value: JsonView(value) })
        .collect();
    views.sort_by_key(|view| !view.on_line);
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(function: &str, in_app: Option<bool>) -> Frame {
        Frame { function: Some(function.to_owned()), in_app, ..Frame::default() }
    }

    fn crashed_of(frames: Vec<Frame>, in_app: &[bool]) -> Option<String> {
        let views = frame_views(Stacktrace { frames, other: Vec::new() }, in_app, Place::Crash, "python");
        views.into_iter().find(|view| view.crashed).and_then(|view| view.function)
    }

    #[test]
    fn the_crash_is_in_the_innermost_own_frame() {
        let frames = vec![frame("main", Some(true)), frame("own", Some(true)), frame("library", Some(false))];
        assert_eq!(crashed_of(frames.clone(), &[]).as_deref(), Some("own"), "as the SDK says");
        assert_eq!(
            crashed_of(frames.clone(), &[true, false, false]).as_deref(),
            Some("main"),
            "the stored decision wins"
        );
        assert_eq!(crashed_of(frames, &[false; 3]).as_deref(), Some("library"), "without an own frame, the innermost");
    }

    #[test]
    fn variables_that_the_line_uses_come_first() {
        let vars = ["currency", "net", "rate"].map(|name| (name.to_owned(), Json::Null)).to_vec();
        let names: Vec<String> =
            var_views(vars, "    return (net * rate).quantize(CENT)").into_iter().map(|view| view.name).collect();
        assert_eq!(names, ["net", "rate", "currency"], "used ones first, otherwise in their order");
    }

    #[test]
    fn a_very_long_stack_loses_its_middle() {
        let frames = (0..3_000).map(|n| frame(&n.to_string(), Some(true))).collect();
        let views = frame_views(Stacktrace { frames, other: Vec::new() }, &[], Place::Crash, "python");
        let functions: Vec<_> = views.iter().filter_map(|view| view.function.as_deref()).collect();
        assert_eq!(
            (functions.len(), functions[0], functions[499], functions[500], functions[999]),
            (1_000, "0", "499", "2500", "2999")
        );
    }
}
