//! Binds the addresses to listen on: one port on both loopbacks, before anything else happens.

use std::io;
use std::net::{SocketAddr, TcpListener};

use crate::config::Config;

/// How many times a free port is looked for on both loopbacks at once.
const N_TRIES: usize = 20;

/// Why the endpoint cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else has the port.
    #[error("port {0} is already in use")]
    InUse(u16),
    /// The system says no.
    #[error("`{address}` cannot be listened on: {source}")]
    Io {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
}

/// Binds all addresses of the configuration to one port.
///
/// # Errors
/// The port is held by somebody, or the system says no. That IPv6 is off is no error.
pub fn listen(config: &Config) -> Result<Vec<TcpListener>, ListenError> {
    match config.port {
        0 => listen_anywhere(config),
        port => listen_on(config, port),
    }
}

/// Whether somebody listens on the port already.
pub fn is_taken(config: &Config) -> bool {
    config.port != 0 && matches!(listen_on(config, config.port), Err(ListenError::InUse(_)))
}

fn listen_anywhere(config: &Config) -> Result<Vec<TcpListener>, ListenError> {
    let mut tried = Err(ListenError::InUse(0));
    for _ in 0..N_TRIES {
        let first = bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let port = first.local_addr().map_err(|source| io_error(SocketAddr::from(([127, 0, 0, 1], 0)), source))?.port();
        drop(first);
        tried = listen_on(config, port);
        if !matches!(tried, Err(ListenError::InUse(_))) {
            break;
        }
    }
    tried
}

fn listen_on(config: &Config, port: u16) -> Result<Vec<TcpListener>, ListenError> {
    let mut listeners = Vec::new();
    for mut address in config.addresses() {
        address.set_port(port);
        match bind(address) {
            Ok(listener) => listeners.push(listener),
            Err(ListenError::Io { address, source }) if address.is_ipv6() && address.ip().is_loopback() => {
                tracing::info!(%address, error = %source, "IPv6 is off");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(listeners)
}

fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let bound = bind_at(address);
    bound.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ListenError::InUse(address.port()),
        _ => io_error(address, source),
    })
}

/// Connections that wait to be accepted. The standard library's 128 are full within a blink when a thousand call at once, and then
/// a caller's next try comes a second later.
const QUEUE: i32 = 4_096;

/// The standard library sets `SO_REUSEADDR` on Unix, so that a restart does not wait for old connections.
fn bind_at(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    rustix::net::listen(&listener, QUEUE)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn io_error(address: SocketAddr, source: io::Error) -> ListenError {
    ListenError::Io { address, source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Asked;

    fn config(port: u16) -> Config {
        Config::resolve(Asked { data: Some("/tmp/none.db".into()), port: Some(port), host: None }).unwrap()
    }

    #[test]
    fn both_loopbacks_have_the_same_port_and_a_second_one_is_refused() {
        let listeners = listen(&config(0)).unwrap();
        let ports: Vec<u16> = listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect();
        assert!(ports.windows(2).all(|pair| pair[0] == pair[1]), "{ports:?}");
        let refused = listen(&config(ports[0])).unwrap_err().to_string();
        assert_eq!(refused, format!("port {} is already in use", ports[0]));
    }
}
