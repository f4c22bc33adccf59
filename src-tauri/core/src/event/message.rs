//! The message: which of its three forms is the text, and how a template is filled (protocol notes, 3.4).

use std::borrow::Cow;

use crate::json::Json;

/// The text of a message, and its unfilled template where that differs. Empty texts are none.
pub(crate) fn settle<'a>(
    template: Option<Cow<'a, str>>,
    formatted: Option<Cow<'a, str>>,
    params: impl FnOnce() -> Option<Json>,
) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
    let template = template.filter(|text| !text.is_empty());
    let formatted = formatted.filter(|text| !text.is_empty());
    match (template, formatted) {
        (None, formatted) => (formatted, None),
        (Some(template), Some(formatted)) if template == formatted => (Some(formatted), None),
        (Some(template), Some(formatted)) => (Some(formatted), Some(template)),
        (Some(template), None) => match params().and_then(|params| fill(&template, &params)) {
            Some(filled) if filled != template => (Some(Cow::Owned(filled)), Some(template)),
            Some(_) | None => (Some(template), None),
        },
    }
}

/// Puts parameters into a template: `%s`, `%(name)s`, else `{}`, `{0}`, `{name}`. `None` if one is missing.
fn fill(template: &str, params: &Json) -> Option<String> {
    let mut params = Params { params, next: 0 };
    if template.contains('%') { fill_percent(template, &mut params) } else { fill_braces(template, &mut params) }
}

struct Params<'p> {
    params: &'p Json,
    next: usize,
}

impl Params<'_> {
    /// By name, by number, or (an empty name) the next one.
    fn take(&mut self, name: &str) -> Option<String> {
        let value = match self.params {
            Json::List(values) if name.is_empty() => {
                self.next += 1;
                values.get(self.next - 1)?
            }
            Json::List(values) => values.get(name.parse::<usize>().ok()?)?,
            Json::Object(_) => self.params.get(name)?,
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
        };
        Some(match value {
            Json::String(text) => text.clone(),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => value.to_string(),
        })
    }
}

fn fill_percent(template: &str, params: &mut Params<'_>) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            filled.push('%');
            rest = after;
            continue;
        }
        let (name, after) = match after.strip_prefix('(') {
            Some(named) => named.split_once(')')?,
            None => ("", after),
        };
        let conversion = after.find(|character: char| !matches!(character, '0'..='9' | '.' | '-' | '+' | '#' | ' '))?;
        if !after.as_bytes().get(conversion)?.is_ascii_alphabetic() {
            return None;
        }
        filled.push_str(&params.take(name)?);
        rest = &after[conversion + 1..];
    }
    filled.push_str(rest);
    Some(filled)
}

fn fill_braces(template: &str, params: &mut Params<'_>) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        filled.push_str(&rest[..at]);
        let bracket = &rest[at..=at];
        let after = &rest[at + 1..];
        if let Some(after) = after.strip_prefix(bracket) {
            filled.push_str(bracket);
            rest = after;
            continue;
        }
        if bracket == "}" {
            return None;
        }
        let (field, after) = after.split_once('}')?;
        let name = field.split([':', '!']).next().unwrap_or_default();
        filled.push_str(&params.take(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_as_the_sdk_would_have() {
        let table = [
            ("%s of %d", r#"["a",2]"#, Some("a of 2")),
            ("%-5.2f%% done", "[12.5]", Some("12.5% done")),
            ("user %(name)s", r#"{"name":"ann"}"#, Some("user ann")),
            ("{} and {}", r#"["a",null]"#, Some("a and null")),
            ("{1} before {0}", r#"["a","b"]"#, Some("b before a")),
            ("{name!r:>10} {{literal}}", r#"{"name":"ann"}"#, Some("ann {literal}")),
            ("%s and %s", r#"["only one"]"#, None),
            ("100 % sure", "[]", None),
            ("{ broken", "[1]", None),
            ("nothing to fill", "[1]", Some("nothing to fill")),
        ];
        for (template, params, filled) in table {
            assert_eq!(fill(template, &Json::read(params.as_bytes())).as_deref(), filled, "{template} {params}");
        }
    }

    #[test]
    fn the_template_is_kept_only_where_it_differs() {
        let table = [
            (None, Some("text"), Some("text"), None),
            (Some("text"), None, Some("text"), None),
            (Some("text"), Some("text"), Some("text"), None),
            (Some("%s"), Some("text"), Some("text"), Some("%s")),
            (Some("to %s"), None, Some("to me"), Some("to %s")),
            (Some(""), Some(""), None, None),
        ];
        for (template, formatted, text, kept) in table {
            let settled =
                settle(template.map(Into::into), formatted.map(Into::into), || Some(Json::read(br#"["me"]"#)));
            assert_eq!(settled, (text.map(Into::into), kept.map(Into::into)), "{template:?} {formatted:?}");
        }
    }
}
