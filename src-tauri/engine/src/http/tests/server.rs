//! The server under test, and a client that sends exactly the bytes it is told to.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crashtray_core::group::GroupConfig;
use crashtray_core::proof::token_hash;
use crashtray_core::time::Timestamp;
use tokio::sync::{mpsc, oneshot};

use crate::http::{Changed, Codes, PATIENCE, Parts, Patience, Promise, Quit, Sessions, serve};
use crate::ingest::{Intake, LIMITS, Limits};
use crate::resident::{PROMPT, Windows};
use crate::rpc::view::{ChangeLine, ChangeView};
use crate::rpc::{Attachment, Code, RpcError};
use crate::store::{ArrivalRecord, Mode, Store};

/// The token of the data file.
pub(super) const TOKEN: &str = "00112233445566778899aabbccddeeff";

/// A server with a file of its own; both end with it.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) store: Arc<Store>,
    pub(super) windows: Arc<Windows>,
    /// Says what changed.
    pub(super) change: mpsc::UnboundedSender<String>,
    /// Gets why it was asked to end.
    pub(super) quits: std::sync::mpsc::Receiver<Quit>,
    pub(super) end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

/// How a server differs from the usual one.
#[derive(Clone, Copy)]
pub(super) struct Setup {
    pub(super) limits: Limits,
    pub(super) patience: Patience,
    pub(super) filter: Option<&'static str>,
}

pub(super) const USUAL: Setup = Setup { limits: LIMITS, patience: PATIENCE, filter: None };

#[derive(Default)]
struct Remembered(Mutex<HashMap<String, [u8; 32]>>);

impl Sessions for Remembered {
    fn hash(&self, id: &str) -> Option<[u8; 32]> {
        self.0.lock().unwrap().get(id).copied()
    }

    fn add(&self, id: String, hash: [u8; 32]) -> Promise<Result<(), RpcError>> {
        self.0.lock().unwrap().insert(id, hash);
        Box::pin(async { Ok(()) })
    }
}

impl Server {
    pub(super) fn start() -> Self {
        Self::start_with(USUAL)
    }

    pub(super) fn start_with(setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(&folder.path().join("crashtray.db"), Mode::Write).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let windows = Windows::new(PROMPT);
        let (change, changes) = mpsc::unbounded_channel();
        let (quit, quits) = std::sync::mpsc::channel();
        let filter = setup.filter;
        let parts = Parts {
            intake: Arc::new(Intake::new(
                Arc::clone(&store),
                setup.limits,
                GroupConfig::default(),
                Box::new(move |_| filter),
            )),
            token_hash: token_hash(TOKEN),
            addresses: vec![address],
            codes: Arc::new(Codes::default()),
            attachment: Box::new(opener(&store)),
            call: Box::new(|name, input| Box::pin(async move { command(&name, &input) })),
            changes: Box::new(changer(changes)),
            sessions: Box::new(Remembered::default()),
            windows: Arc::clone(&windows),
            quit: Box::new(move |why| quit.send(why).unwrap()),
            clock: || Timestamp::from_millis(1_800_000_000_000),
            patience: setup.patience,
        };
        let (end, ended) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let shutdown = async {
                let _ = ended.await;
            };
            runtime.block_on(serve(vec![listener], parts, shutdown)).unwrap();
        });
        let (end, thread) = (Some(end), Some(thread));
        Self { address, store, windows, change, quits, end, thread, _folder: folder }
    }

    pub(super) fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Client { stream, read: Vec::new() }
    }

    /// One request, one connection.
    pub(super) fn send(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut client = self.connect();
        client.write(request);
        client.answer()
    }

    /// A request with the right host, and what else it says.
    pub(super) fn ask(&self, line: &str, headers: &str, body: &[u8]) -> Answer {
        self.send(request(self.address, line, headers, body))
    }

    /// The last request, as the set-up page lists it.
    pub(super) fn last(&self) -> ArrivalRecord {
        self.store.rings.arrivals().into_iter().next().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server ended well");
        }
    }
}

/// Attachments of the file.
fn opener(store: &Arc<Store>) -> impl Fn(String) -> Promise<Result<Attachment, RpcError>> + Send + Sync + use<> {
    let context = crate::rpc::Context {
        store: Arc::clone(store),
        pause: Arc::default(),
        history: Arc::default(),
        address: None,
        started: Timestamp::from_millis(0),
        clock: || Timestamp::from_millis(0),
        send: |_, _, _| Ok(200),
        open_window: None,
    };
    move |id| {
        let opened = Attachment::open(&context, &id);
        Box::pin(async move { opened })
    }
}

/// What `rpc` would do.
fn command(name: &str, input: &[u8]) -> Result<Vec<u8>, RpcError> {
    match name {
        "echo" => Ok(input.to_vec()),
        "panic" => panic!("for the test"),
        _ => Err(RpcError::new(Code::BadInput, format!("there is no command `{name}`"), None)),
    }
}

fn changer(changes: mpsc::UnboundedReceiver<String>) -> impl Fn(String) -> Promise<Changed> + Send + Sync {
    let changes = Arc::new(tokio::sync::Mutex::new(changes));
    move |since| {
        let changes = Arc::clone(&changes);
        Box::pin(async move {
            let Some(position) = changes.lock().await.recv().await else { return std::future::pending().await };
            let lines = vec![ChangeLine { position: format!("{since}>{position}"), change: ChangeView::Sidebar {} }];
            Changed { lines, position }
        })
    }
}

pub(super) fn request(address: SocketAddr, line: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = if line.starts_with("GET") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("{line} HTTP/1.1\r\nHost: {address}\r\n{headers}{length}\r\n");
    [head.as_bytes(), body].concat()
}

/// A connection.
pub(super) struct Client {
    pub(super) stream: TcpStream,
    read: Vec<u8>,
}

/// An answer, read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Client {
    pub(super) fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// The rest of what the server has to say, until it closes.
    pub(super) fn rest(&mut self) -> String {
        let mut rest = std::mem::take(&mut self.read);
        // A server that closes while we still send may reset the connection.
        let _ = self.stream.read_to_end(&mut rest);
        String::from_utf8_lossy(&rest).into_owned()
    }

    pub(super) fn hang_up(self) {
        self.stream.shutdown(Shutdown::Both).unwrap();
    }

    /// The head of an answer.
    pub(super) fn head(&mut self) -> (u16, String) {
        let end = self.until(b"\r\n\r\n");
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head)
    }

    /// A whole answer with a known length.
    pub(super) fn answer(&mut self) -> Answer {
        let (status, head) = self.head();
        let mut answer = Answer { status, head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        while self.read.len() < length {
            self.more();
        }
        answer.body = self.read.drain(..length).collect();
        answer
    }

    /// One chunk of a held answer; empty: it is over.
    pub(super) fn chunk(&mut self) -> String {
        let end = self.until(b"\r\n");
        let line: Vec<u8> = self.read.drain(..end).collect();
        let length = usize::from_str_radix(std::str::from_utf8(&line).unwrap().trim(), 16).unwrap();
        while self.read.len() < length + 2 {
            self.more();
        }
        let chunk = self.read.drain(..length).collect();
        self.read.drain(..2);
        String::from_utf8(chunk).unwrap()
    }

    fn until(&mut self, mark: &[u8]) -> usize {
        loop {
            if let Some(at) = self.read.windows(mark.len()).position(|window| window == mark) {
                return at + mark.len();
            }
            self.more();
        }
    }

    fn more(&mut self) {
        let mut buffer = [0; 8192];
        let n_read = self.stream.read(&mut buffer).unwrap();
        assert!(n_read > 0, "the server closed early: {:?}", String::from_utf8_lossy(&self.read));
        self.read.extend_from_slice(&buffer[..n_read]);
    }
}
