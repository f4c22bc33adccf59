//! What the resident is measured against: a bare server on the same transport without any work behind it, and a small one on tiny_http.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// A server for comparison. Its argument makes the benchmark's own program this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Baseline {
    /// hyper: reads the request, answers.
    Bare,
    /// tiny_http with four workers, likewise.
    Tiny,
}

const ANSWER: &str = r#"{"id":"0123456789abcdef0123456789abcdef"}"#;

impl Baseline {
    pub(crate) const ALL: [Self; 2] = [Self::Bare, Self::Tiny];

    pub(crate) fn argument(self) -> &'static str {
        match self {
            Self::Bare => "--serve-bare",
            Self::Tiny => "--serve-tiny",
        }
    }

    /// Prints its address and serves until it is killed.
    pub(crate) fn serve(self) {
        match self {
            Self::Bare => bare(),
            Self::Tiny => tiny(),
        }
    }
}

fn bare() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        println!("{}", listener.local_addr().expect("it has an address"));
        loop {
            let (stream, _) = listener.accept().await.expect("connections come");
            stream.set_nodelay(true).expect("a socket takes its options");
            let connection =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
            tokio::spawn(connection);
        }
    });
}

async fn answer(request: http::Request<Incoming>) -> Result<http::Response<Full<Bytes>>, Infallible> {
    drop(request.into_body().collect().await);
    Ok(http::Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes()))))
}

fn tiny() {
    let server = Arc::new(tiny_http::Server::http((Ipv4Addr::LOCALHOST, 0)).expect("a port is free"));
    println!("{}", server.server_addr());
    let workers = (0..4).map(|_| {
        let server = Arc::clone(&server);
        thread::spawn(move || {
            while let Ok(mut request) = server.recv() {
                let mut body = Vec::new();
                drop(request.as_reader().read_to_end(&mut body));
                drop(request.respond(tiny_http::Response::from_string(ANSWER)));
            }
        })
    });
    workers.collect::<Vec<_>>().into_iter().for_each(|worker| drop(worker.join()));
}
