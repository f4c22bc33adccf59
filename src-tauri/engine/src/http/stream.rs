//! `GET /stream`: for other tools on this machine that listen to what SDKs send, `sentry local` and Spotlight's own page.
//!
//! It needs no token, so it asks more than the rest: no browser, and a program of the same user (`decisions`: 5.1). Nothing from
//! the web is passed on, and nothing that came before.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap};
use http::request::Parts;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

use super::answer::{self, Answer};
use super::context::{Connection, Context, ended};
use super::{guard, query, spotlight};
use crate::ingest::Passing;

/// Envelopes that wait for a slow reader.
const QUEUE: usize = 4;

/// What keeps a connection alive without saying anything.
const HEARTBEAT: &[u8] = b": still here\n\n";

/// Refuses whom it is not for; the rest hears what comes in from now on.
pub(super) fn answer(head: &Parts, connection: &Connection, context: &Arc<Context>) -> Answer {
    if let Err(refusal) = guard::is_own_host(&head.headers, context) {
        return *refusal;
    }
    if is_browser(&head.headers) || !is_own_user(connection.peer) {
        return *guard::forbidden("only programs of the same user may listen");
    }
    let write = if query::has(&head.uri, "base64") { spotlight::base64 } else { spotlight::parsed };
    let (sender, lines) = mpsc::channel(QUEUE);
    tokio::spawn(pass(context.intake.listen(), Arc::clone(context), write, sender));
    answer::held("text/event-stream", lines)
}

async fn pass(
    mut passing: broadcast::Receiver<Passing>,
    context: Arc<Context>,
    write: fn(&Passing) -> Bytes,
    sender: mpsc::Sender<Bytes>,
) {
    let mut ending = context.ending.clone();
    loop {
        let event = tokio::select! {
            () = sender.closed() => return,
            () = ended(&mut ending) => return,
            passing = passing.recv() => match passing {
                Ok(passing) => write(&passing),
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            },
            () = tokio::time::sleep(context.patience.heartbeat) => Bytes::from_static(HEARTBEAT),
        };
        if sender.send(event).await.is_err() {
            return;
        }
    }
}

fn is_browser(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"))
}

fn is_own_user(peer: SocketAddr) -> bool {
    peer.ip().is_loopback() && uid_of(peer).is_some_and(|uid| uid == rustix::process::getuid().as_raw())
}

/// Who owns the socket at the other end, as Linux lists it. `None` elsewhere: nobody may listen.
fn uid_of(peer: SocketAddr) -> Option<u32> {
    let table = if peer.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    find_uid(&std::fs::read_to_string(table).ok()?, peer)
}

fn find_uid(table: &str, peer: SocketAddr) -> Option<u32> {
    let local = written(peer);
    table.lines().skip(1).find_map(|line| {
        let mut words = line.split_whitespace();
        let is_peer = words.nth(1)?.eq_ignore_ascii_case(&local);
        is_peer.then(|| words.nth(5)?.parse().ok()).flatten()
    })
}

/// An address as the kernel writes it: each 32-bit word in the machine's order, the port as a number.
fn written(address: SocketAddr) -> String {
    let octets = match address.ip() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let words = octets.chunks_exact(4).map(|word| {
        let word = word.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:08X}", if cfg!(target_endian = "little") { word } else { word.swap_bytes() })
    });
    format!("{}:{:04X}", words.collect::<String>(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_a_socket_is_found() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
                     0: 0100007F:2309 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n\
                     1: 0100007F:D431 0100007F:2309 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1\n";
        assert_eq!(find_uid(table, "127.0.0.1:54321".parse().unwrap()), Some(1001));
        assert_eq!(find_uid(table, "127.0.0.1:54322".parse().unwrap()), None);
        assert_eq!(written("[::1]:8969".parse().unwrap()), "00000000000000000000000001000000:2309");
    }

    #[test]
    fn our_own_socket_is_ours() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let peer = client.local_addr().unwrap();
        assert!(is_own_user(peer) || !std::path::Path::new("/proc/net/tcp").exists());
    }
}
