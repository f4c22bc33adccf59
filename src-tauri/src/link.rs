//! The link to the resident: who it is, whether it proves it, and the one answer it holds open for its window.
//!
//! Proof and token go over one connection, so that nobody can take the port in between. HTTP/1.0 on purpose: what follows the
//! head until the end is the answer, without chunks to put together.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use crashtray_core::proof::{PROOF_HEADER, proof, token_hash};
use crashtray_core::resident_file::{PROTOCOL, ResidentFile};

/// A resident that does not answer for so long is none.
const ANSWER: Duration = Duration::from_secs(2);
/// More than any line of a head; a stranger could send for ever.
const LINE_BYTES: u64 = 8 * 1024;

/// Why this is not the window.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoLink {
    /// No resident runs, as far as anybody can tell.
    #[error("no resident answers: {0}")]
    Absent(#[from] io::Error),
    /// There is one, and it will not have us.
    #[error("the resident {0}\nhint: `crashtray status` says what runs where, `crashtray quit` stops it.")]
    Refused(String),
    /// Another window is open, and has shown the issue.
    #[error("another window is open")]
    Shown,
}

/// Whom the window looks at: its file is the same for as long as it lives.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Resident {
    /// Where its page is.
    pub(crate) address: SocketAddr,
    /// Opens it.
    pub(crate) token: String,
    version: String,
}

/// The held answer.
pub(crate) struct Link {
    /// Who sends it.
    pub(crate) resident: Resident,
    stream: BufReader<TcpStream>,
    number: String,
}

/// A line of the held answer, or its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The user ended it all, or another window took over.
    Close,
    /// The answer ended without a reason: the resident is dead.
    Died,
    /// Come to the front, on this issue if one is named.
    Show(Option<u32>),
    /// Another version of the resident takes over by itself.
    Upgrade,
}

/// Lets the resident that `file` names prove itself, then asks it to be its window.
pub(crate) fn attach(file: &Path, issue: Option<u32>) -> Result<Link, NoLink> {
    let file = ResidentFile::parse(&std::fs::read_to_string(file)?).map_err(io::Error::other)?;
    let address = file.client_address().ok_or_else(|| closed("it has no address"))?;
    let resident = Resident { address, token: file.token, version: file.version };
    let mut stream = BufReader::new(connect(address)?);
    prove(&mut stream, &resident)?;
    if file.protocol != PROTOCOL {
        return Err(NoLink::Refused(format!("is of version {}, this window is not", resident.version)));
    }
    let query = issue.map_or_else(String::new, |issue| format!("?issue={issue}"));
    match ask(&mut stream, &format!("GET /rpc/window{query}"), &resident)?.0 {
        200 => {}
        409 => return Err(NoLink::Shown),
        status => return Err(NoLink::Refused(format!("at {address} answered with status {status}"))),
    }
    let line = read_line(&mut stream)?;
    let number = line.strip_prefix("window ").ok_or_else(|| closed("the window has no number"))?.to_owned();
    stream.get_ref().set_read_timeout(None)?;
    Ok(Link { resident, stream, number })
}

impl Link {
    /// Waits for the next line. What a later resident may say, and this window does not know, is passed over.
    pub(crate) fn next(&mut self) -> Line {
        loop {
            let Ok(line) = read_line(&mut self.stream) else { return Line::Died };
            if let Some(line) = parse(&line) {
                return line;
            }
        }
    }

    /// Tells the resident that the last line was obeyed. One that is gone needs no answer.
    pub(crate) fn acknowledge(&self) {
        if let Ok(stream) = connect(self.resident.address) {
            let request = format!("POST /rpc/window/ack?window={}", self.number);
            let _ = ask(&mut BufReader::new(stream), &request, &self.resident);
        }
    }
}

fn parse(line: &str) -> Option<Line> {
    match line.split_once(' ').unwrap_or((line, "")) {
        ("quit" | "superseded", _) => Some(Line::Close),
        ("show", "") => Some(Line::Show(None)),
        ("show", issue) => issue.parse().ok().map(|issue| Line::Show(Some(issue))),
        ("upgrade", _) => Some(Line::Upgrade),
        (_, _) => None,
    }
}

fn prove(stream: &mut BufReader<TcpStream>, resident: &Resident) -> io::Result<()> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let nonce = format!("{:032x}", u128::from_le_bytes(random));
    let (_, length, proved) = ask(stream, &format!("GET /health?nonce={nonce}"), resident)?;
    if proved != proof(&token_hash(&resident.token), &nonce, &resident.address.to_string()) {
        return Err(closed("another program listens at its address"));
    }
    io::copy(&mut stream.take(length), &mut io::sink()).map(drop)
}

/// One request, and of its answer the status, the length in bytes and the proof. The token goes to `/rpc` only, after the proof.
fn ask(stream: &mut BufReader<TcpStream>, request: &str, resident: &Resident) -> io::Result<(u16, u64, String)> {
    let Resident { address, token, .. } = resident;
    let secret = if request.contains(" /rpc/") { format!("Authorization: Bearer {token}\r\n") } else { String::new() };
    let rest = format!("Host: {address}\r\nConnection: keep-alive\r\nContent-Length: 0\r\n{secret}\r\n");
    stream.get_mut().write_all(format!("{request} HTTP/1.0\r\n{rest}").as_bytes())?;
    let status = read_line(stream)?.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| closed("it speaks no HTTP"))?;
    let (mut length, mut proof) = (0, String::new());
    for _ in 0..64 {
        let line = read_line(stream)?;
        let Some((name, value)) = line.split_once(':') else { return Ok((status, length, proof)) };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            PROOF_HEADER => value.trim().clone_into(&mut proof),
            _ => {}
        }
    }
    Err(closed("its answer has no end"))
}

fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, ANSWER)?;
    stream.set_read_timeout(Some(ANSWER))?;
    Ok(stream)
}

fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.take(LINE_BYTES).read_line(&mut line)?;
    let whole = line.strip_suffix('\n').ok_or_else(|| closed("the connection was closed"))?;
    Ok(whole.trim_end_matches('\r').to_owned())
}

fn closed(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Resident {
        /// A resident for tests of what is around it.
        pub(crate) fn new(address: &str, token: &str) -> Self {
            Self { address: address.parse().unwrap(), token: token.to_owned(), version: String::new() }
        }
    }

    #[test]
    fn knows_its_lines() {
        for (line, expected) in [
            ("show", Some(Line::Show(None))),
            ("show 12", Some(Line::Show(Some(12)))),
            ("quit", Some(Line::Close)),
            ("superseded", Some(Line::Close)),
            ("upgrade", Some(Line::Upgrade)),
            ("show x", None),
            ("later 1", None),
            ("", None),
        ] {
            assert_eq!(parse(line), expected, "{line:?}");
        }
    }
}
