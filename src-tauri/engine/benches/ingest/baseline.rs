//! The bare server: hyper, the same transport, and nothing but decompression behind it.

use std::convert::Infallible;
use std::io::Read;
use std::net::Ipv4Addr;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Makes the benchmark's own program this server.
pub(crate) const ARGUMENT: &str = "--serve-baseline";

/// Prints its address and serves until it is killed.
pub(crate) fn serve() {
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
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let mut decoded = Vec::with_capacity(body.len() * 6);
    let is_whole = GzDecoder::new(body.as_ref()).read_to_end(&mut decoded).is_ok();
    let answer = if is_whole { r#"{"id":"0123456789abcdef0123456789abcdef"}"# } else { "{}" };
    Ok(http::Response::new(Full::new(Bytes::from_static(answer.as_bytes()))))
}
