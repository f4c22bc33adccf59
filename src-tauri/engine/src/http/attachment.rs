//! `GET /rpc/attachment?id=N`: the bytes of an attachment, as they are read.
//!
//! They are a stranger's. Whatever they say that they are, a browser gets pictures and text only, stores the rest, and never takes
//! them for a page of ours (`decisions`: 5.8).

use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderValue, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::mpsc;

use super::answer::{self, Answer};
use super::context::{Context, ended};
use super::query;
use crate::rpc::Attachment;

/// Pieces that wait for a slow reader.
const QUEUE: usize = 2;

/// Types that a browser shows and that can do nothing.
const SHOWN: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// What a header may hold as it is (RFC 8187).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// Answers with it, piece by piece.
pub(super) async fn answer(uri: &Uri, context: &Arc<Context>) -> Answer {
    let id = query::value(uri, "id").unwrap_or_default();
    let attachment = match (context.attachment)(id).await {
        Ok(attachment) => attachment,
        Err(error) => return answer::rpc_error(&error),
    };
    let content_type = content_type(attachment.content_type.as_deref());
    let (size, disposition) = (attachment.size, disposition(&attachment.filename));
    let (sender, pieces) = mpsc::channel(QUEUE);
    tokio::spawn(send(attachment, sender, Arc::clone(context)));
    let answer = answer::held(content_type, pieces);
    let answer = answer::with(answer, header::CONTENT_LENGTH, HeaderValue::from(size));
    let answer = answer::with_text(answer, header::CONTENT_DISPOSITION, &disposition);
    let answer = answer::with(answer, header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let policy = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
    let answer = answer::with(answer, header::CONTENT_SECURITY_POLICY, policy);
    let name = HeaderName::from_static("cross-origin-resource-policy");
    answer::with(answer, name, HeaderValue::from_static("same-origin"))
}

/// Ends early where something goes wrong: the reader has been told the length, and sees that bytes are missing.
async fn send(mut attachment: Attachment, sender: mpsc::Sender<Bytes>, context: Arc<Context>) {
    let mut ending = context.ending.clone();
    loop {
        let reading = tokio::task::spawn_blocking(move || {
            let next = attachment.next_piece();
            (attachment, next)
        });
        let Ok((read, next)) = reading.await else { return };
        attachment = read;
        let piece = match next {
            Ok(Some(piece)) => piece,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "an attachment broke off");
                return;
            }
        };
        tokio::select! {
            sent = sender.send(piece) => if sent.is_err() { return },
            () = ended(&mut ending) => return,
        }
    }
}

fn content_type(said: Option<&str>) -> &'static str {
    let kind = said.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "text/plain" {
        return "text/plain; charset=utf-8";
    }
    SHOWN.iter().find(|shown| **shown == kind).copied().unwrap_or("application/octet-stream")
}

/// To be stored, under a name without folders or anything that a terminal, a header or a file system would obey.
fn disposition(label: &str) -> String {
    let name = file_name(label);
    let ascii: String = name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, PLAIN))
}

/// What of a label can be the name of a file.
fn file_name(label: &str) -> String {
    let last = label.rsplit(['/', '\\']).find(|part| !part.trim_matches(['.', ' ']).is_empty()).unwrap_or("attachment");
    let is_plain = |letter: char| letter.is_alphanumeric() || " -_.()+,=@#".contains(letter);
    let name: String = last.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).take(120).collect();
    name.trim_start_matches('.').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_and_text_keep_their_type() {
        for (said, sent) in [
            (Some("image/png"), "image/png"),
            (Some("Image/JPEG; q=1"), "image/jpeg"),
            (Some("text/plain"), "text/plain; charset=utf-8"),
            (Some("text/plain; charset=latin1"), "text/plain; charset=utf-8"),
            (Some("text/html"), "application/octet-stream"),
            (Some("image/svg+xml"), "application/octet-stream"),
            (Some("application/json"), "application/octet-stream"),
            (Some("text/javascript"), "application/octet-stream"),
            (Some("nonsense\r\nX: y"), "application/octet-stream"),
            (None, "application/octet-stream"),
        ] {
            assert_eq!(content_type(said), sent, "{said:?}");
        }
    }

    #[test]
    fn a_label_is_no_path_and_no_header() {
        for (label, name) in [
            ("a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a b.log", "a b.log"),
            ("/", "attachment"),
            ("..", "attachment"),
            ("", "attachment"),
            (".bashrc", "bashrc"),
            ("a\"; filename=b\r\nX: y", "a__ filename=b__X_ y"),
            ("Übersicht \u{202e}gnp.exe", "Übersicht _gnp.exe"),
        ] {
            assert_eq!(file_name(label), name, "{label:?}");
            let disposition = disposition(label);
            assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
            assert!(HeaderValue::from_str(&disposition).is_ok_and(|value| value.to_str().is_ok()), "{disposition}");
        }
        assert_eq!(disposition("Ü 1.txt"), "attachment; filename=\"_ 1.txt\"; filename*=UTF-8''%C3%9C%201.txt");
        assert_eq!(file_name(&"x".repeat(500)).len(), 120);
    }
}
