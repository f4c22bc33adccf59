//! Commands over HTTP, sessions for browsers, and the end of the resident. What a command does is none of its business.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{StatusCode, Uri};
use hyper::body::Incoming;
use serde::Deserialize;

use super::answer::{self, Answer};
use super::context::{Context, Quit};
use super::{body, guard, query};
use crate::ingest::IngestError;
use crate::resident::random_hex;
use crate::rpc::{Code, RpcError};

/// The longest input of a command.
const LONGEST: usize = 1 << 20;

/// `POST /rpc/<name>`.
pub(super) async fn command(name: &str, incoming: Incoming, context: &Arc<Context>) -> Answer {
    let input = match input(incoming, context).await {
        Ok(input) => input,
        Err(refusal) => return *refusal,
    };
    match (context.call)(name.to_owned(), input).await {
        Ok(output) => answer::json(StatusCode::OK, output),
        Err(error) => answer::rpc_error(&error),
    }
}

/// `POST /rpc/code`: a code that `/rpc/session` takes, once, within a minute.
pub(super) fn code(context: &Context) -> Answer {
    match context.codes.give((context.clock)()) {
        Ok(code) => answer::json(StatusCode::OK, format!("{{\"code\":\"{code}\"}}")),
        Err(error) => answer::rpc_error(&RpcError::internal(&error)),
    }
}

/// `POST /rpc/session`: a session for a code. Needs no token: it is how a page gets one.
pub(super) async fn session(head: &Parts, incoming: Incoming, context: &Arc<Context>) -> Answer {
    if let Err(refusal) = guard::is_own_page(&head.headers, context) {
        return *refusal;
    }
    let input = match input(incoming, context).await {
        Ok(input) => input,
        Err(refusal) => return *refusal,
    };
    match trade(&input, context).await {
        Ok(session) => answer::json(StatusCode::OK, session),
        Err(error) => answer::rpc_error(&error),
    }
}

/// `POST /rpc/quit`, or `?for=upgrade` where a newer version takes over.
pub(super) fn quit(uri: &Uri, context: &Context) -> Answer {
    let why = if query::value(uri, "for").as_deref() == Some("upgrade") { Quit::Upgrade } else { Quit::Quit };
    (context.quit)(why);
    answer::json(StatusCode::OK, "{}")
}

#[derive(Deserialize)]
struct Trade {
    code: String,
}

async fn trade(input: &[u8], context: &Context) -> Result<String, RpcError> {
    let trade: Trade = serde_json::from_slice(input).map_err(|error| RpcError::bad_input(&error))?;
    if !context.codes.take(&trade.code, (context.clock)()) {
        let hint = "`crashtray open` opens the page with a new one.";
        return Err(RpcError::new(Code::Unauthorized, "the code is used up or too old".into(), Some(hint)));
    }
    let random = |n_bytes| random_hex(n_bytes).map_err(|error| RpcError::internal(&error));
    let (id, token) = (random(8)?, random(32)?);
    context.sessions.add(id.clone(), crashtray_core::proof::token_hash(&token)).await?;
    Ok(format!("{{\"id\":\"{id}\",\"token\":\"{token}\"}}"))
}

async fn input(mut incoming: Incoming, context: &Context) -> Result<Bytes, Box<Answer>> {
    let read = body::read(&mut incoming, LONGEST, context.patience.body, context.intake.budget()).await;
    read.map(|(input, _)| input).map_err(|error| Box::new(refused(&error)))
}

fn refused(error: &IngestError) -> Answer {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    answer::rpc_error_with(status, &RpcError::new(Code::BadInput, error.to_string(), None))
}
