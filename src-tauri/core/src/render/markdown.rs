//! A report to paste into an issue tracker: Markdown.
//!
//! Fences are longer than what they hold, so that no text of an event ends its block.

use super::causes::Causes;
use super::context::source;
use super::vars::{Vars, vars};
use super::{Judgement, clean, clean_line, flat, frames, headline, last_breadcrumbs, place};
use crate::event::{Event, Exception, Frame};
use crate::issue::Issue;
use crate::normalize::looks_secret;

const N_AROUND: usize = 3;
const N_BREADCRUMBS: usize = 30;

/// Title, facts, stack traces with source, breadcrumbs, request, tags and contexts.
pub fn report(issue: &Issue, event: &Event, judgement: Judgement<'_>) -> String {
    let mut out = format!("# {}\n\n", inline(&issue.title()));
    facts(&mut out, issue, event);
    for branch in Causes::of(&event.exceptions).whole() {
        if let Some(exception) = event.exceptions.get(branch.idx) {
            section_at(&mut out, branch.depth, &branch.link.words(), &trace(branch.idx, exception, judgement));
        }
    }
    if let Some(message) = event.message.as_ref().filter(|_| event.exceptions.is_empty()) {
        section(&mut out, "Message", &message.formatted);
    }
    section(&mut out, "Breadcrumbs", &breadcrumbs(event));
    section(&mut out, "Request", &request(event));
    section(&mut out, "Tags", &lines(event.tags.iter().map(|(key, value)| (key.as_str(), value.clone()))));
    for context in &event.contexts {
        let fields = lines(context.fields.iter().map(|(key, value)| (key.as_str(), flat(value))));
        section(&mut out, &inline(&format!("Context {}", context.name)), &fields);
    }
    out
}

fn facts(out: &mut String, issue: &Issue, event: &Event) {
    let facts = [
        ("Issue", Some(issue.id())),
        ("Where", Some(issue.culprit.clone()).filter(|culprit| !culprit.is_empty())),
        ("Level", Some(issue.level.name().to_owned())),
        ("Events", Some(format!("{} ({} to {})", issue.events, issue.first_seen, issue.last_seen))),
        ("Release", event.release.clone()),
        ("Environment", event.environment.clone()),
        ("Platform", Some(event.platform.clone())),
        ("SDK", event.sdk.as_ref().map(|sdk| format!("{} {}", sdk.name, sdk.version))),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            out.extend(["- ", name, ": ", &inline(&fact), "\n"]);
        }
    }
}

fn section(out: &mut String, heading: &str, content: &str) {
    section_at(out, 0, heading, content);
}

/// A heading, the smaller the deeper, and a fenced block; nothing where there is nothing to show.
fn section_at(out: &mut String, depth: usize, heading: &str, content: &str) {
    let content = clean(content);
    let content = content.trim_matches('\n');
    if content.is_empty() {
        return;
    }
    let fence = "`".repeat(longest_run(content).max(2) + 1);
    let level = "#".repeat((2 + depth).min(6));
    out.extend(["\n", &level, " ", heading, "\n\n", &fence, "\n", content, "\n", &fence, "\n"]);
}

fn longest_run(text: &str) -> usize {
    text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default()
}

fn trace(exception_idx: usize, exception: &Exception, judgement: Judgement<'_>) -> String {
    let mut out = format!("{}\n", headline(exception));
    let crash = judgement.crash_frame(exception_idx, exception);
    for (frame_idx, frame) in frames(exception).iter().enumerate().rev() {
        let is_own = judgement.is_own(exception_idx, frame_idx, frame);
        let is_crash = crash.is_some_and(|crash| std::ptr::eq(crash, frame));
        let library = if is_own { "" } else { "  (library)" };
        out.extend([
            "  ",
            &clean_line(&place(frame)),
            " in ",
            &clean_line(frame.function.as_deref().unwrap_or("?")),
            library,
            "\n",
        ]);
        if is_own || is_crash {
            for line in source(frame, if is_crash { N_AROUND } else { 0 }) {
                let mark = if line.is_crash { ">" } else { " " };
                let number = line.number.map(|number| number.to_string()).unwrap_or_default();
                out.extend(["    ", mark, " ", &number, " | ", &clean(&line.text), "\n"]);
            }
        }
        if is_crash {
            locals(&mut out, frame);
        }
    }
    out
}

/// Local variables, without those that let somebody in.
fn locals(out: &mut String, frame: &Frame) {
    let Vars { shown, n_more } = vars(frame);
    for (name, value) in shown {
        let value = if looks_secret(&name, &value) { LEFT_OUT } else { &value };
        out.extend(["      ", &name, " = ", value, "\n"]);
    }
    if n_more > 0 {
        out.extend(["      … ", &n_more.to_string(), " more\n"]);
    }
}

fn breadcrumbs(event: &Event) -> String {
    let (_, shown) = last_breadcrumbs(event, N_BREADCRUMBS);
    let line = |out: &mut String, crumb: &crate::event::Breadcrumb| {
        let time = crumb.timestamp.map(|time| time.to_string()).unwrap_or_default();
        let category = crumb.category.as_deref().unwrap_or(&crumb.kind);
        let data = crumb.data.iter().map(|(key, value)| format!(" {key}={}", flat(value))).collect::<String>();
        let message = crumb.message.as_deref().unwrap_or_default();
        out.push_str(clean_line(&format!("{time} {category} {} {message}{data}", crumb.level.name())).trim());
        out.push('\n');
    };
    shown.iter().fold(String::new(), |mut out, crumb| {
        line(&mut out, crumb);
        out
    })
}

fn request(event: &Event) -> String {
    let Some(request) = &event.request else { return String::new() };
    let method = request.method.as_deref().unwrap_or("GET");
    let shown = |key: &str, value: &String| {
        let is_secret = SECRET_HEADERS.iter().any(|name| name.eq_ignore_ascii_case(key));
        if is_secret { LEFT_OUT.to_owned() } else { value.clone() }
    };
    let headers = lines(request.headers.iter().map(|(key, value)| (key.as_str(), shown(key, value))));
    format!("{method} {}\n{headers}", clean_line(request.url.as_deref().unwrap_or("?")))
}

const LEFT_OUT: &str = "[left out]";

/// A report leaves the machine: what lets somebody in does not go with it.
const SECRET_HEADERS: [&str; 5] = ["Authorization", "Cookie", "Proxy-Authorization", "Set-Cookie", "X-Api-Key"];

fn lines<'p>(pairs: impl Iterator<Item = (&'p str, String)>) -> String {
    pairs.map(|(key, value)| format!("{}: {}\n", clean_line(key), clean_line(&value))).collect()
}

/// Text in a line: signs that mean something in Markdown or HTML are escaped.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in clean_line(text).chars() {
        if "\\`*_[]<>#|!@~".contains(sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
