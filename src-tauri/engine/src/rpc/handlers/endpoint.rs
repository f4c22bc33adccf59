//! The endpoint: does it take events in.

use crashtray_core::change::Change;
use crashtray_core::time::Timestamp;

use super::sidebar::endpoint_view;
use crate::rpc::commands::{Nothing, Pause};
use crate::rpc::view::EndpointView;
use crate::rpc::{Context, RpcError};

/// Stops taking events in.
pub(in crate::rpc) fn pause(context: &Context, input: &Pause) -> Result<EndpointView, RpcError> {
    let end = input.minutes.map(|minutes| {
        let now = (context.clock)().as_micros() / 1_000;
        Timestamp::from_millis(now + i64::from(minutes) * 60_000)
    });
    context.pause.pause(end);
    context.store.bus.publish(vec![Change::Endpoint]);
    endpoint_view(context)
}

/// Takes events in again.
pub(in crate::rpc) fn resume(context: &Context, _: &Nothing) -> Result<EndpointView, RpcError> {
    context.pause.resume();
    context.store.bus.publish(vec![Change::Endpoint]);
    endpoint_view(context)
}
