//! A frame's paths and function as every reader of them sees them (protocol notes, 3.6).

use std::borrow::Cow;

/// `?` is how some SDKs write that there is no function.
pub(crate) fn function(name: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    name.filter(|name| !name.is_empty() && name != "?")
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

#[cfg(test)]
mod tests {
    use super::*;

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
