//! Where the resident is, for its clients: address and token, trusted only after a proof (`decisions`: 4.4).
//!
//! A small HTTP/1.1 client over a plain socket: requests of the command line to the resident, one per connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crashtray_core::proof::{PROOF_HEADER, proof, token_hash};
use crashtray_core::resident_file::ResidentFile;

use super::lock::{is_held, read_resident};
use super::random::random_hex;
use crate::config::DataFile;

/// A resident that does not answer for this long is taken as hung (`decisions`: 4.2).
const PATIENCE: Duration = Duration::from_secs(2);

/// A command may have much to do: deleting a hundred thousand issues, say.
const COMMAND_PATIENCE: Duration = Duration::from_secs(60);

/// A resident that proved that it knows the token.
#[derive(Clone, Debug)]
pub struct Resident {
    /// Where it listens.
    pub address: SocketAddr,
    /// What its file says.
    pub file: ResidentFile,
}

/// What holds a data file.
#[derive(Clone, Debug)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// A command at work, or a resident that has not begun to listen.
    Busy(Option<ResidentFile>),
    /// A resident that answers.
    Resident(Resident),
    /// A resident that does not answer, or cannot prove that it is ours.
    Silent(ResidentFile),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// Who holds the data file.
pub fn holder(data: &DataFile) -> Holder {
    if !is_held(data) {
        return Holder::Nobody;
    }
    let Some(file) = read_resident(data) else { return Holder::Busy(None) };
    let Some(address) = file.client_address() else { return Holder::Busy(Some(file)) };
    match proves(address, &file.token) {
        Ok(true) => Holder::Resident(Resident { address, file }),
        Ok(false) | Err(_) => Holder::Silent(file),
    }
}

impl Resident {
    /// Sends a request with the token.
    ///
    /// # Errors
    /// The connection fails, or the answer is no HTTP.
    pub fn post(&self, path: &str, body: &[u8]) -> io::Result<Answer> {
        let mut stream = connect(self.address, COMMAND_PATIENCE)?;
        self.send(&mut stream, "POST", path, body)?;
        read_answer(BufReader::new(stream))
    }

    /// Opens a streamed answer: the lines of its body, as they come.
    ///
    /// # Errors
    /// The connection fails, or the status is not 200.
    pub fn lines(&self, path: &str) -> io::Result<impl Iterator<Item = io::Result<String>> + Send + use<>> {
        let mut stream = connect(self.address, COMMAND_PATIENCE)?;
        stream.set_read_timeout(None)?;
        self.send(&mut stream, "GET", path, b"")?;
        let mut reader = BufReader::new(stream);
        let (status, headers) = read_head(&mut reader)?;
        if status != 200 {
            return Err(io::Error::other(format!("`{path}` was answered {status}")));
        }
        let body: Box<dyn Read + Send> =
            if is_chunked(&headers) { Box::new(Chunks::new(reader)) } else { Box::new(reader) };
        Ok(BufReader::new(body).lines())
    }

    fn send(&self, stream: &mut TcpStream, method: &str, path: &str, body: &[u8]) -> io::Result<()> {
        let token = format!("Authorization: Bearer {}\r\n", self.file.token);
        write_request(stream, method, path, self.address, &token, body)
    }
}

/// Sends an envelope without the token, for the project with this key, as any program could. Gives the status that was answered.
///
/// # Errors
/// The connection fails, or the answer is no HTTP.
pub fn send_envelope(address: SocketAddr, key: &str, envelope: &[u8]) -> io::Result<u16> {
    let version = env!("CARGO_PKG_VERSION");
    let headers =
        format!("X-Sentry-Auth: Sentry sentry_key={key}, sentry_version=7, sentry_client=crashtray/{version}\r\n");
    let mut stream = connect(address, COMMAND_PATIENCE)?;
    write_request(&mut stream, "POST", "/api/1/envelope/", address, &headers, envelope)?;
    Ok(read_answer(BufReader::new(stream))?.status)
}

/// Whether who listens there knows the token.
fn proves(address: SocketAddr, token: &str) -> io::Result<bool> {
    let nonce = random_hex(16)?;
    let mut stream = connect(address, PATIENCE)?;
    write_request(&mut stream, "GET", &format!("/health?nonce={nonce}"), address, "", b"")?;
    let answer = read_answer(BufReader::new(stream))?;
    let expected = proof(&token_hash(token), &nonce, &address.to_string());
    Ok(answer.headers.iter().any(|(name, value)| name == PROOF_HEADER && *value == expected))
}

fn connect(address: SocketAddr, patience: Duration) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn write_request(
    stream: &mut TcpStream,
    method: &str,
    path: &str,
    address: SocketAddr,
    headers: &str,
    body: &[u8],
) -> io::Result<()> {
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

fn read_answer(mut reader: BufReader<TcpStream>) -> io::Result<Answer> {
    let (status, headers) = read_head(&mut reader)?;
    let mut body = Vec::new();
    match headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse::<u64>().ok()) {
        Some(length) => reader.take(length).read_to_end(&mut body)?,
        None if is_chunked(&headers) => Chunks::new(reader).read_to_end(&mut body)?,
        None => reader.read_to_end(&mut body)?,
    };
    Ok(Answer { status, headers, body })
}

type Head = (u16, Vec<(String, String)>);

fn read_head(reader: &mut impl BufRead) -> io::Result<Head> {
    let bad = || io::Error::new(io::ErrorKind::InvalidData, "the answer is no HTTP");
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(bad)?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { return Ok((status, headers)) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn is_chunked(headers: &[(String, String)]) -> bool {
    headers.iter().any(|(name, value)| name == "transfer-encoding" && value.eq_ignore_ascii_case("chunked"))
}

/// The body of a chunked answer.
struct Chunks {
    reader: BufReader<TcpStream>,
    left: u64,
    ended: bool,
}

impl Chunks {
    fn new(reader: BufReader<TcpStream>) -> Self {
        Self { reader, left: 0, ended: false }
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            line.clear();
            self.reader.read_line(&mut line)?;
        }
        self.left = u64::from_str_radix(line.trim(), 16).unwrap_or(0);
        self.ended = self.left == 0;
        Ok(())
    }
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            self.next_chunk()?;
        }
        if self.ended {
            return Ok(0);
        }
        let n_read = self.reader.by_ref().take(self.left).read(buffer)?;
        self.left -= n_read as u64;
        self.ended = n_read == 0;
        Ok(n_read)
    }
}
