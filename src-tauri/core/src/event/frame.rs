//! A frame's paths, function and source lines as every reader of them sees them (protocol notes, 3.6).

use std::borrow::Cow;

/// `?` is how some SDKs write that there is no function.
pub(crate) fn function(name: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    name.filter(|name| !name.is_empty() && name != "?")
}

/// Ruby sends lines of source as it reads them, with their ends.
pub(crate) fn line(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(line) = text.strip_suffix('\n') else { return text };
    let length = line.strip_suffix('\r').unwrap_or(line).len();
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..length]),
        Cow::Owned(mut text) => {
            text.truncate(length);
            Cow::Owned(text)
        }
    }
}

/// Fills the short path and the whole one from each other; of a URL the short path is only the path.
pub(crate) fn fill_paths<'a>(filename: &mut Option<Cow<'a, str>>, abs_path: &mut Option<Cow<'a, str>>) {
    for path in [&mut *filename, &mut *abs_path] {
        if path.as_deref() == Some("") {
            *path = None;
        }
    }
    if abs_path.is_none() {
        abs_path.clone_from(filename);
    }
    if filename.is_none() {
        *filename = abs_path.clone().map(path_of_url);
    }
}

/// `/static/app.js` of `http://shop.example/static/app.js?v=2`. What is no URL, or has no path, stays.
fn path_of_url(path: Cow<'_, str>) -> Cow<'_, str> {
    let is_url = ["http://", "https://", "file://", "applewebdata://"].iter().any(|scheme| path.starts_with(scheme));
    let Some(after_scheme) = path.find("://").filter(|_| is_url).map(|at| at + 3) else { return path };
    let Some(start) = path[after_scheme..].find('/').map(|at| after_scheme + at) else { return path };
    let end = path[start..].find(['?', '#']).map_or(path.len(), |at| start + at);
    match path {
        Cow::Borrowed(path) => Cow::Borrowed(&path[start..end]),
        Cow::Owned(path) => Cow::Owned(path[start..end].to_owned()),
    }
}

/// Whether a call is one of Sentry's own packages for JavaScript: what reports an error is never where it broke.
pub(crate) fn is_of_sdk<'f>(module: Option<&'f str>, paths: [Option<&'f str>; 2]) -> bool {
    const SCOPES: [&str; 2] = ["@sentry", "@sentry-internal"];
    let in_module = |module: &str| {
        let rest = SCOPES.iter().find_map(|scope| module.strip_prefix(scope));
        rest.is_some_and(|rest| rest.starts_with(['.', '/']))
    };
    let in_path = |path: &str| {
        let mut folders = path.split(['/', '\\']).skip_while(|folder| *folder != "node_modules");
        folders.any(|folder| SCOPES.contains(&folder))
    };
    module.is_some_and(in_module) || paths.into_iter().flatten().any(in_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_calls_are_the_sdks() {
        let table = [
            (Some("@sentry.node.build.esm.integrations:onunhandledrejection"), None, true),
            (Some("@sentry/core"), None, true),
            (Some("@sentryish.app"), None, false),
            (Some("app"), Some("/srv/app.js"), false),
            (None, Some("/srv/node_modules/@sentry/node/index.js"), true),
            (None, Some(r"C:\shop\node_modules\@sentry-internal\tracing\a.js"), true),
            (None, Some("webpack:///./node_modules/.pnpm/@sentry+core@9/node_modules/@sentry/core/a.js"), true),
            (None, Some("/home/ann/@sentry/app.js"), false),
            (None, None, false),
        ];
        for (module, path, expected) in table {
            assert_eq!(is_of_sdk(module, [path, None]), expected, "{module:?} {path:?}");
            assert_eq!(is_of_sdk(module, [None, path]), expected, "{module:?} {path:?}");
        }
    }

    #[test]
    fn each_path_stands_in_for_the_other() {
        let table = [
            (Some("a.py"), None, Some("a.py"), Some("a.py")),
            (None, Some("/srv/a.py"), Some("/srv/a.py"), Some("/srv/a.py")),
            (Some(""), Some("http://h:1/s/a.js?v=2#x"), Some("/s/a.js"), Some("http://h:1/s/a.js?v=2#x")),
            (None, Some("file:///srv/a.js"), Some("/srv/a.js"), Some("file:///srv/a.js")),
            (None, Some("http://host"), Some("http://host"), Some("http://host")),
            (None, Some("webpack:///./a.js"), Some("webpack:///./a.js"), Some("webpack:///./a.js")),
            (None, None, None, None),
        ];
        for (filename, abs_path, short, whole) in table {
            let (mut short_read, mut whole_read) = (filename.map(Cow::Borrowed), abs_path.map(Cow::Borrowed));
            fill_paths(&mut short_read, &mut whole_read);
            assert_eq!((short_read.as_deref(), whole_read.as_deref()), (short, whole), "{filename:?} {abs_path:?}");
        }
    }
}
