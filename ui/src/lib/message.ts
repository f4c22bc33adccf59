/** Whether the message of an issue says more than stands above it already. Pure. */
import type { EventView, IssueView } from '../api/gen';

/** True where the value says only what the title does, as for a plain message. */
export function saysAgain(issue: IssueView): boolean {
  const value = issue.full_value.trim();
  return value === '' || value === issue.row.kind.trim();
}

/** True for an event without an exception whose message is not the title or the value of the issue. */
export function hasOwnMessage(event: EventView, issue: IssueView): boolean {
  if (event.message === null || event.exceptions.length > 0) return false;
  const message = event.message.trim();
  return message !== issue.row.kind.trim() && message !== issue.full_value.trim();
}
