//! Connections, from the first byte to the last. What a request means is `routes`' and its targets' business.
//!
//! One thread. Nothing that a client does stops it: who is slow is dropped after a time, who holds a place and says nothing makes
//! room when others want it, and where the system has no descriptor left it tries again.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::Request;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::answer::{self, Answer, Payload};
use super::callers::{Callers, Doing, Place};
use super::context::{Connection, Context, Parts, ended};
use super::routes;
use super::wire::Wire;
use crate::rpc::RpcError;

/// The head of a request, and what is read at once of a body.
const BUFFER: usize = 32 << 10;

/// Descriptors that are not for connections.
const FOR_OTHERS: usize = 128;

/// After a failed accept.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers requests until `shutdown` is done; then held answers end, and requests at work get a moment to finish.
///
/// # Errors
/// A listener is none that tokio can use; then nothing was answered.
pub async fn serve(listeners: Vec<TcpListener>, parts: Parts, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let (end, ending) = watch::channel(false);
    let patience = parts.patience;
    let n_connections = within_limit(patience.connections);
    let context = Arc::new(Context::new(parts, ending));
    let callers = Callers::new(n_connections);
    let mut accepting = JoinSet::new();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accepting.spawn(accept(listener, Arc::clone(&context), Arc::clone(&callers)));
    }
    shutdown.await;
    accepting.abort_all();
    // Nobody may be left to hear it.
    let _ = end.send(true);
    let _ = tokio::time::timeout(patience.ending, callers.leave(n_connections)).await;
    Ok(())
}

/// How many connections there may be, of so many that are wanted, so that the file and the desktop still get descriptors. The
/// soft limit of many systems is less than what is wanted, and is ours to raise.
fn within_limit(wanted: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let all = (wanted + FOR_OTHERS) as u64;
    let raised = limit.maximum.unwrap_or(all).min(all);
    let before = limit.current.unwrap_or(all);
    let allowed = if before < raised && setrlimit(Resource::Nofile, Rlimit { current: Some(raised), ..limit }).is_ok() {
        raised
    } else {
        before
    };
    let allowed = usize::try_from(allowed).unwrap_or(usize::MAX);
    allowed.saturating_sub(FOR_OTHERS).clamp(1, wanted.max(1))
}

async fn accept(listener: tokio::net::TcpListener, context: Arc<Context>, callers: Arc<Callers>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let place = callers.admit().await;
                tokio::spawn(converse(stream, peer, Arc::clone(&context), place));
            }
            Err(error) => {
                tracing::debug!(%error, "a call was lost");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, context: Arc<Context>, place: Place) {
    let (Ok(local), Ok(())) = (stream.local_addr(), stream.set_nodelay(true)) else { return };
    let caller = Arc::clone(&place.caller);
    let mut ending = context.ending.clone();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(context.patience.head).max_buf_size(BUFFER);
    // Who closes his side after a request still wants the answer; who listens and closes it has gone: see `Wire`.
    http.half_close(true);
    let wire = Wire::new(stream, context.patience.answer, Arc::clone(&caller));
    let service = service_fn(move |request| {
        let connection = Connection { local, peer, caller: Arc::clone(&caller) };
        let answer = served(request, connection, Arc::clone(&context));
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let mut conversation = pin!(http.serve_connection(TokioIo::new(wire), service));
    let ended = tokio::select! {
        ended = conversation.as_mut() => Some(ended),
        () = place.caller.has_to_leave() => return,
        () = ended(&mut ending) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        // It has sent nothing that we could finish.
        None if place.caller.has_asked_nothing() => return,
        None => {
            conversation.as_mut().graceful_shutdown();
            conversation.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection broke off");
    }
}

/// The answer to one request, and what the connection is at meanwhile.
async fn served(request: Request<Incoming>, connection: Connection, context: Arc<Context>) -> Answer {
    let caller = Arc::clone(&connection.caller);
    caller.now(if request.body().is_end_stream() { Doing::Served } else { Doing::Body });
    let answer = caught(routes::answer(request, connection, context)).await;
    caller.now(Doing::Served);
    caller.now(if matches!(answer.body(), Payload::Whole(_)) { Doing::Head } else { Doing::Listens });
    answer
}

/// A panic costs one answer, not the connection's thread.
async fn caught(answering: impl Future<Output = Answer>) -> Answer {
    let mut answering = pin!(answering);
    poll_fn(|cx| {
        catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(cx))).unwrap_or_else(|_| {
            tracing::error!("answering a request failed");
            Poll::Ready(answer::rpc_error(&RpcError::internal(&"answering failed")))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let answer = caught(async { panic!("for the test") }).await;
        assert_eq!(answer.status(), 500);
    }
}
