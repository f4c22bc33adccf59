//! Changes, as the change stream sends them. A change of an issue carries its row as it is now.

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::IssueId;

use super::super::view::{CauseView, ChangeLine, ChangeView};
use super::{count, issue_row};
use crate::rpc::{Context, RpcError};

/// The line for a change. It blocks: it reads the row.
///
/// # Errors
/// The file cannot be read.
pub fn change_line(context: &Context, position: String, change: &Change) -> Result<ChangeLine, RpcError> {
    let change = match change {
        Change::Issue { issue, cause, event, .. } => {
            issue_change(context, *issue, cause_view(*cause), event.map(|id| id.to_string()))?
        }
        Change::Moved { to, .. } => issue_change(context, *to, CauseView::Moved, None)?,
        Change::Gone { issue } => gone(*issue),
        Change::Project { .. } | Change::Endpoint => ChangeView::Sidebar {},
        Change::Arrived => match context.store.rings.arrivals().into_iter().next() {
            Some(arrival) => ChangeView::Arrived { arrival: super::super::handlers::arrival_view(arrival) },
            None => ChangeView::Sidebar {},
        },
    };
    Ok(ChangeLine { position, change })
}

fn issue_change(
    context: &Context,
    issue: IssueId,
    cause: CauseView,
    event_id: Option<String>,
) -> Result<ChangeView, RpcError> {
    let now = (context.clock)();
    Ok(match context.store.reader.entry(issue, now)? {
        Some(entry) => ChangeView::Issue { row: Box::new(issue_row(entry, now)), cause, event_id },
        None => gone(issue),
    })
}

fn gone(issue: IssueId) -> ChangeView {
    ChangeView::Gone { number: count(issue.0.unsigned_abs()) }
}

fn cause_view(cause: Cause) -> CauseView {
    match cause {
        Cause::State => CauseView::State,
        Cause::Event => CauseView::Event,
        Cause::Regressed => CauseView::Regressed,
        Cause::New => CauseView::New,
    }
}

/// The line that says: ask for everything again.
pub fn resync_line(position: String) -> ChangeLine {
    ChangeLine { position, change: ChangeView::Resync {} }
}
