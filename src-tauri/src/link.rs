//! The link to the resident: who it is, whether it proves it, and the one answer it holds open for its window.
//!
//! Proof and token go over one connection, so that nobody can take the port in between. HTTP/1.0 on purpose: what follows the
//! head until the end is the answer, without chunks to put together.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crashtray_core::proof::{PROOF_HEADER, proof, token_hash};
use crashtray_core::resident_file::{PROTOCOL, ResidentFile};
use thiserror::Error;

/// A resident that does not answer for so long is none.
const ANSWER: Duration = Duration::from_secs(2);
/// More than any head or line that the resident sends; a stranger could send for ever.
const HEAD_BYTES: u64 = 8 * 1024;

/// Why there is no link.
#[derive(Debug, Error)]
pub(crate) enum LinkError {
    /// Nobody answers; it may be started.
    #[error("no resident answers: {0}")]
    Absent(#[from] io::Error),
    /// Another program version.
    #[error("the resident of version {0} does not understand this window of version {version}", version = env!("CARGO_PKG_VERSION"))]
    Protocol(String),
    /// The resident said no.
    #[error("the resident at {0} refused the window with status {1}")]
    Refused(SocketAddr, u16),
    /// Somebody else listens there.
    #[error("the program at {0} is not the resident of this data file")]
    Stranger(SocketAddr),
}

impl LinkError {
    /// True: no resident runs, as far as anybody can tell; starting one may help.
    pub(crate) fn is_absence(&self) -> bool {
        match self {
            Self::Absent(_) | Self::Stranger(_) => true,
            Self::Protocol(_) | Self::Refused(..) => false,
        }
    }
}

/// What the resident answered.
pub(crate) enum Attached {
    /// Another window is open, and has shown the issue.
    Shown,
    /// This is the window now.
    Yours(Link),
}

/// Whom the window looks at.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Resident {
    /// Where its page is.
    pub(crate) address: SocketAddr,
    /// Opens it.
    pub(crate) token: String,
    version: String,
    protocol: u32,
}

/// The held answer.
pub(crate) struct Link {
    /// Who sends it.
    pub(crate) resident: Resident,
    stream: BufReader<TcpStream>,
    number: String,
}

/// A line of the held answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The answer ended without a reason, or the window is not wanted any more: see [`End`].
    End(End),
    /// Come to the front, on this issue if one is named.
    Show(Option<u32>),
}

/// Why the held answer ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Without a reason: the resident is dead.
    Died,
    /// The user ended it all.
    Quit,
    /// Another window took over.
    Superseded,
    /// Another version takes over by itself.
    Upgrade,
}

/// Lets the resident of `data` prove itself, then asks it to be its window.
pub(crate) fn attach(data: &Path, issue: Option<u32>) -> Result<Attached, LinkError> {
    let resident = find(data)?;
    let mut stream = BufReader::new(TcpStream::connect_timeout(&resident.address, ANSWER)?);
    stream.get_ref().set_read_timeout(Some(ANSWER))?;
    prove(&mut stream, &resident)?;
    if resident.protocol != PROTOCOL {
        return Err(LinkError::Protocol(resident.version));
    }
    let query = issue.map_or_else(String::new, |issue| format!("?issue={issue}"));
    match ask(&mut stream, "GET", &format!("/rpc/window{query}"), &resident)?.status {
        200 => {}
        409 => return Ok(Attached::Shown),
        status => return Err(LinkError::Refused(resident.address, status)),
    }
    let number = read_line(&mut stream)?;
    let number = number.strip_prefix("window ").map(str::to_owned).ok_or_else(|| closed("the window has no number"))?;
    stream.get_ref().set_read_timeout(None)?;
    Ok(Attached::Yours(Link { resident, stream, number }))
}

impl Link {
    /// Waits for the next line. What a later resident may say, and this window does not know, is passed over.
    pub(crate) fn next(&mut self) -> Line {
        loop {
            let Ok(line) = read_line(&mut self.stream) else { return Line::End(End::Died) };
            if let Some(line) = parse(&line) {
                return line;
            }
        }
    }

    /// Tells the resident that the last line was obeyed. A resident that is gone needs no answer.
    pub(crate) fn acknowledge(&self) {
        let Ok(stream) = TcpStream::connect_timeout(&self.resident.address, ANSWER) else { return };
        let _ = stream.set_read_timeout(Some(ANSWER));
        let path = format!("/rpc/window/ack?window={}", self.number);
        let _ = ask(&mut BufReader::new(stream), "POST", &path, &self.resident);
    }
}

fn parse(line: &str) -> Option<Line> {
    match line.split_once(' ').unwrap_or((line, "")) {
        ("show", "") => Some(Line::Show(None)),
        ("show", issue) => issue.parse().ok().map(|issue| Line::Show(Some(issue))),
        ("quit", _) => Some(Line::End(End::Quit)),
        ("superseded", _) => Some(Line::End(End::Superseded)),
        ("upgrade", _) => Some(Line::End(End::Upgrade)),
        (_, _) => None,
    }
}

fn find(data: &Path) -> Result<Resident, LinkError> {
    let mut path = data.as_os_str().to_owned();
    path.push("-resident");
    let file = ResidentFile::parse(&std::fs::read_to_string(PathBuf::from(path))?).map_err(io::Error::other)?;
    let address = file.client_address().ok_or_else(|| closed("it has no address"))?;
    Ok(Resident { address, token: file.token, version: file.version, protocol: file.protocol })
}

fn prove(stream: &mut BufReader<TcpStream>, resident: &Resident) -> Result<(), LinkError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let nonce = format!("{:032x}", u128::from_le_bytes(random));
    let head = ask(stream, "GET", &format!("/health?nonce={nonce}"), resident)?;
    if head.proof != proof(&token_hash(&resident.token), &nonce, &resident.address.to_string()) {
        return Err(LinkError::Stranger(resident.address));
    }
    io::copy(&mut stream.take(head.length), &mut io::sink())?;
    Ok(())
}

struct Head {
    status: u16,
    length: u64,
    proof: String,
}

/// One request and the head of its answer. The token goes to `/rpc` only, which is asked after the proof.
fn ask(stream: &mut BufReader<TcpStream>, method: &str, path: &str, resident: &Resident) -> io::Result<Head> {
    let Resident { address, token, .. } = resident;
    let secret = if path.starts_with("/rpc/") { format!("Authorization: Bearer {token}\r\n") } else { String::new() };
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: {address}\r\nConnection: keep-alive\r\nContent-Length: 0\r\n{secret}\r\n"
    );
    stream.get_mut().write_all(request.as_bytes())?;
    let status = read_line(stream)?;
    let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
    let mut head = Head { status: status.ok_or_else(|| closed("it speaks no HTTP"))?, length: 0, proof: String::new() };
    for _ in 0..64 {
        let line = read_line(stream)?;
        let Some((name, value)) = line.split_once(':') else { return Ok(head) };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.trim().parse().unwrap_or(0).min(HEAD_BYTES),
            PROOF_HEADER => value.trim().clone_into(&mut head.proof),
            _ => {}
        }
    }
    Err(closed("its answer has no end"))
}

fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.take(HEAD_BYTES).read_line(&mut line)?;
    let whole = line.strip_suffix('\n').ok_or_else(|| closed("the connection was closed"))?;
    Ok(whole.trim_end_matches('\r').to_owned())
}

fn closed(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, what)
}

#[cfg(test)]
impl Resident {
    /// A resident for tests of what is around it.
    pub(crate) fn new(address: &str, token: &str) -> Self {
        let address = address.parse().unwrap();
        Self { address, token: token.to_owned(), version: String::new(), protocol: PROTOCOL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_lines() {
        for (line, expected) in [
            ("show", Some(Line::Show(None))),
            ("show 12", Some(Line::Show(Some(12)))),
            ("quit", Some(Line::End(End::Quit))),
            ("superseded", Some(Line::End(End::Superseded))),
            ("upgrade", Some(Line::End(End::Upgrade))),
            ("show x", None),
            ("later 1", None),
            ("", None),
        ] {
            assert_eq!(parse(line), expected, "{line:?}");
        }
    }
}
