//! Paths of files that exist for one run only. Other paths say what went wrong, and stay.

use super::{Found, is_word};

/// Where programs put what they throw away. Compared without case, `\` as `/`.
const TEMPORARY: [&str; 9] = [
    "/data/local/tmp/",
    "/dev/shm/",
    "/private/tmp/",
    "/private/var/folders/",
    "/private/var/tmp/",
    "/run/user/",
    "/tmp/",
    "/var/folders/",
    "/var/tmp/",
];

/// In the folder of a user of Windows.
const TEMPORARY_OF_USER: &str = "/appdata/local/temp/";

/// How many bytes of a path of Windows stand before that: `C:\Users\` and a name.
const MAX_USER: usize = 80;

/// The temporary path that starts at `at`.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    let first = *rest.as_bytes().first()?;
    let is_start = at
        .checked_sub(1)
        .and_then(|before| text.as_bytes().get(before))
        .is_none_or(|byte| !is_word(*byte) && !matches!(byte, b'/' | b'\\' | b'.' | b'-' | b'~'));
    if !is_start || !(first == b'/' && is_of_unix(rest) || first.is_ascii_alphabetic() && is_of_windows(rest)) {
        return None;
    }
    let ends_path =
        |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | ')' | ']' | '}' | '>' | ',' | ';' | '|');
    let path = rest.get(..rest.find(ends_path).unwrap_or(rest.len()))?;
    let drive = path.len().min(2);
    let path = path.get(..path.get(drive..)?.find(':').map_or(path.len(), |colon| colon + drive))?;
    Some(Found { kind: "path", start: at, end: at + path.trim_end_matches('.').len() })
}

fn is_of_unix(path: &str) -> bool {
    TEMPORARY.iter().any(|folder| path.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder)))
}

/// `C:\Users\ann\AppData\Local\Temp\x`.
fn is_of_windows(path: &str) -> bool {
    let bytes = path.as_bytes();
    if bytes.get(1) != Some(&b':') || !matches!(bytes.get(2), Some(b'\\' | b'/')) {
        return false;
    }
    let start = bytes.get(..bytes.len().min(MAX_USER)).unwrap_or_default().to_ascii_lowercase();
    let start: Vec<u8> = start.into_iter().map(|byte| if byte == b'\\' { b'/' } else { byte }).collect();
    memchr::memmem::find(&start, TEMPORARY_OF_USER.as_bytes()).is_some()
        || [b"/temp/".as_slice(), b"/windows/temp/"]
            .iter()
            .any(|folder| start.get(2..).is_some_and(|rest| rest.starts_with(folder)))
}
