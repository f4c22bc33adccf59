// Made from `src-tauri/engine/src/rpc/` by `cargo test`; do not edit.

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key in string]?: JsonValue };

/**
 * What one can do with an issue.
 */
export type Action = "bookmark" | "delete" | "mute" | "read" | "reopen" | "resolve" | "unbookmark" | "unread";

/**
 * A request that came.
 */
export type ArrivalView = { 
/**
 * ms.
 */
at: number, 
/**
 * Path.
 */
path: string, 
/**
 * Status that was answered.
 */
status: number, 
/**
 * Item types, or why it was refused.
 */
what: string, 
/**
 * True: `what` says why it was refused.
 */
refused: boolean, 
/**
 * Bytes on the wire.
 */
size: number, 
/**
 * Slug of the project, if there is one.
 */
project: string | null, };

/**
 * An attachment.
 */
export type AttachmentView = { 
/**
 * Id for fetching it.
 */
id: string, 
/**
 * A label, never a path.
 */
filename: string, 
/**
 * Content type as the client said.
 */
content_type: string | null, 
/**
 * Bytes.
 */
size: number, };

/**
 * A breadcrumb.
 */
export type BreadcrumbView = { 
/**
 * ms.
 */
timestamp: number | null, 
/**
 * Type: `default`, `http`, `navigation`, `query`, `ui`, `error` …
 */
kind: string, 
/**
 * Category: `ui.click`.
 */
category: string | null, 
/**
 * Level.
 */
level: LevelView, 
/**
 * Message.
 */
message: string | null, 
/**
 * Data.
 */
data: Array<Pair>, };

/**
 * Why an issue changed.
 */
export type CauseView = "new" | "regressed" | "event" | "state" | "moved";

/**
 * What to do with issues.
 */
export type ChangeIssues = { 
/**
 * Numbers.
 */
numbers: Array<number>, 
/**
 * What.
 */
action: Action, };

/**
 * One line of the change stream.
 */
export type ChangeLine = { 
/**
 * `<start of the resident in ms>-<n>`; ask for what follows with `?since=`.
 */
position: string, 
/**
 * What went stale.
 */
change: ChangeView, };

/**
 * What went stale.
 */
export type ChangeView = { "type": "issue", 
/**
 * The row as it is now.
 */
row: IssueRow, 
/**
 * Why.
 */
cause: CauseView, 
/**
 * The latest event, where an event is the cause.
 */
event_id: string | null, } | { "type": "gone", 
/**
 * Its number.
 */
number: number, } | { "type": "sidebar", } | { "type": "arrived", 
/**
 * It.
 */
arrival: ArrivalView, } | { "type": "resync", } | { "type": "heartbeat", };

/**
 * Rules, to be looked at.
 */
export type CheckRules = { 
/**
 * Of which kind.
 */
kind: RuleKindView, 
/**
 * One rule per line.
 */
text: string, };

/**
 * One line of the live check.
 */
export type CheckView = { 
/**
 * `good`, `warning` or `waiting`.
 */
state: string, 
/**
 * The sentence. Code in backticks.
 */
text: string, 
/**
 * A word at the right: `since 14:20`.
 */
aside: string | null, 
/**
 * Issue to open.
 */
issue: number | null, };

/**
 * What a client can do about it.
 */
export type Code = "bad_input" | "busy" | "internal" | "not_found" | "query" | "unauthorized" | "unavailable";

/**
 * Every command with what it takes and what it answers: the contract, for TypeScript.
 */
export type Commands = { 
/**
 * Changes the state of issues; the answer says how to take it back.
 */
change_issues: [ChangeIssues, Done], 
/**
 * What is wrong with a text of rules for grouping; nothing is changed.
 */
check_rules: [CheckRules, RulesCheck], 
/**
 * Why an event is where it is: what was hashed, what was not, and which rules had a part in it.
 */
explain_event: [GetEvent, ExplanationView], 
/**
 * One event of an issue, in full.
 */
get_event: [GetEvent, EventView], 
/**
 * The groups of an issue: events that share their primary hash.
 */
get_groups: [GetGroups, GroupsView], 
/**
 * One issue, in full.
 */
get_issue: [GetIssue, IssueView], 
/**
 * The stored payload of an event.
 */
get_raw: [GetRaw, RawView], 
/**
 * The rules for grouping: those for all projects, or those of one.
 */
get_rules: [GetRules, RulesView], 
/**
 * A page of issues that match a query.
 */
list_issues: [ListIssues, IssuePage], 
/**
 * Makes several issues of a project one: the one with the lowest number. The answer says how to take it back.
 */
merge_issues: [MergeIssues, Done], 
/**
 * What is counted: outcomes, requests, the queue, the file.
 */
metrics: [Nothing, MetricsView], 
/**
 * Shows the window, on an issue if one is named; starts it where there is none.
 */
open_window: [OpenWindow, Opened], 
/**
 * Stops taking events in: they are answered 200, counted, and not kept.
 */
pause: [Pause, EndpointView], 
/**
 * What rules would change in what is kept; nothing is changed.
 */
preview_rules: [PreviewRules, RulesPreview], 
/**
 * Begins to read history anew, in the background.
 */
reprocess: [Reprocess, HistoryView], 
/**
 * How far reading history anew is; waits a moment for news.
 */
reprocess_state: [ReprocessState, HistoryView], 
/**
 * Stops reading history anew. What was done by then is done.
 */
reprocess_stop: [Nothing, HistoryView], 
/**
 * Takes events in again.
 */
resume: [Nothing, EndpointView], 
/**
 * Sends a real test event through the real endpoint.
 */
send_test: [SendTest, SentTest], 
/**
 * Exchanges the rules of one kind; events are grouped by them from now on. Wrong ones are refused.
 */
set_rules: [SetRules, RulesSet], 
/**
 * What the set-up page shows.
 */
setup: [Nothing, SetupView], 
/**
 * Counts, projects and the endpoint.
 */
sidebar: [Nothing, Sidebar], 
/**
 * Gives groups of an issue an issue of their own. The answer says how to take it back.
 */
split_issue: [SplitIssue, Done], 
/**
 * Takes a change back: the one named, else the last.
 */
undo: [Undo, Done], };

/**
 * A context.
 */
export type ContextView = { 
/**
 * Its key: `runtime`.
 */
name: string, 
/**
 * Its type: `runtime`.
 */
kind: string, 
/**
 * One line: `CPython 3.12.1`; empty where there is none.
 */
summary: string, 
/**
 * Its fields.
 */
fields: Array<Pair>, };

/**
 * What a change of state did.
 */
export type Done = { 
/**
 * `3 issues resolved`.
 */
text: string, 
/**
 * How many changed.
 */
n: number, 
/**
 * Numbers that name no issue.
 */
missing: Array<number>, 
/**
 * It can be taken back by `undo` with this id.
 */
undo: string | null, 
/**
 * The issue that came out of it: that of a merge, or the one that was split off.
 */
issue: number | null, 
/**
 * As for a page.
 */
position: string, };

/**
 * State of the endpoint.
 */
export type EndpointView = { 
/**
 * `localhost:8969`.
 */
address: string, 
/**
 * Since when it listens, ms.
 */
since: number, 
/**
 * Events of the last minute.
 */
per_minute: number, 
/**
 * Receipt of the last event, ms.
 */
last_event: number | null, 
/**
 * Paused until (ms; 0: for good); null: not paused.
 */
paused_until: number | null, 
/**
 * What keeps the store from being written, in words; null: all is well.
 */
trouble: string | null, };

/**
 * Place of an event among the kept ones of its issue, oldest first.
 */
export type EventPlace = { 
/**
 * 1-based.
 */
index: number, 
/**
 * How many are kept.
 */
kept: number, 
/**
 * How many there ever were.
 */
total: number, 
/**
 * Neighbours' event ids.
 */
first: string | null, 
/**
 * The one before.
 */
previous: string | null, 
/**
 * The one after.
 */
next: string | null, 
/**
 * The newest.
 */
latest: string | null, };

/**
 * One event, in full, as its panels need it.
 */
export type EventView = { 
/**
 * 32 hex digits.
 */
event_id: string, 
/**
 * Number of its issue.
 */
issue: number, 
/**
 * When it came, ms.
 */
received: number, 
/**
 * When the client says it happened, ms.
 */
timestamp: number | null, 
/**
 * Platform word: `python`, `javascript` …
 */
platform: string, 
/**
 * Level.
 */
level: LevelView, 
/**
 * Message, if that is what it is.
 */
message: string | null, 
/**
 * Root cause first, the one raised last, as in the protocol.
 */
exceptions: Array<ExceptionView>, 
/**
 * Threads with their stack traces.
 */
threads: Array<ThreadView>, 
/**
 * True: frames are shown newest first (all platforms but none today; a switch in the panel).
 */
newest_first: boolean, 
/**
 * Oldest first.
 */
breadcrumbs: Array<BreadcrumbView>, 
/**
 * The request that was served.
 */
request: RequestView | null, 
/**
 * Fields of the user, in order: id, username, email, ip_address, the rest.
 */
user: Array<Pair>, 
/**
 * As one line: e-mail, else username, id, ip address.
 */
user_label: string | null, 
/**
 * Tags.
 */
tags: Array<Pair>, 
/**
 * Contexts.
 */
contexts: Array<ContextView>, 
/**
 * Extra data.
 */
extra: Array<Pair>, 
/**
 * Modules and versions.
 */
modules: Array<Pair>, 
/**
 * Release.
 */
release: string | null, 
/**
 * Distribution.
 */
dist: string | null, 
/**
 * Environment.
 */
environment: string | null, 
/**
 * Transaction.
 */
transaction: string | null, 
/**
 * Logger.
 */
logger: string | null, 
/**
 * Machine.
 */
server_name: string | null, 
/**
 * Trace id, 32 hex digits.
 */
trace_id: string | null, 
/**
 * Name of the SDK.
 */
sdk_name: string | null, 
/**
 * Version of the SDK.
 */
sdk_version: string | null, 
/**
 * Attachments of this event.
 */
attachments: Array<AttachmentView>, 
/**
 * What had to be repaired, and what looks like a secret.
 */
notes: Array<NoteView>, 
/**
 * What made the group.
 */
grouping: GroupingView, 
/**
 * Where this event stands among those of its issue.
 */
place: EventPlace, };

/**
 * An exception of the chain.
 */
export type ExceptionView = { 
/**
 * Type; null where the SDK gave none.
 */
kind: string | null, 
/**
 * Value in full.
 */
value: string | null, 
/**
 * Module of the type.
 */
module: string | null, 
/**
 * How it was caught: `generic`, `excepthook`, `onerror` …
 */
mechanism: string | null, 
/**
 * Was it handled.
 */
handled: boolean | null, 
/**
 * Its place in an exception group: own id, parent.
 */
exception_id: number | null, 
/**
 * See `exception_id`.
 */
parent_id: number | null, 
/**
 * How it hangs on its parent: `__cause__`, `errors[0]` …
 */
source: string | null, 
/**
 * Frames, oldest call first.
 */
frames: Array<FrameView>, };

/**
 * Why an event is where it is.
 */
export type ExplanationView = { 
/**
 * The event.
 */
event_id: string, 
/**
 * `fingerprint`, `stack trace`, `exception`, `message` …
 */
method: string, 
/**
 * Who said by what to group, in words; null: nobody did.
 */
fingerprint: string | null, 
/**
 * The rule that said so.
 */
fingerprint_rule: RuleView | null, 
/**
 * The rule that named the issue.
 */
title_rule: RuleView | null, 
/**
 * The hashes, the primary first, with what they are made of.
 */
hashes: Array<HashView>, 
/**
 * The stack traces, with what became of their frames.
 */
traces: Array<TraceView>, 
/**
 * False: the event came when other rules held, and is where those led it.
 */
is_current: boolean, };

/**
 * What became of a frame.
 */
export type FrameMarksView = { 
/**
 * Function, shortened.
 */
function: string | null, 
/**
 * Module or path.
 */
place: string, 
/**
 * What the SDK says: own code or not; null: nothing.
 */
said: boolean | null, 
/**
 * Own code or not, in the end.
 */
in_app: boolean, 
/**
 * It may be grouped by, in the end.
 */
grouped: boolean, 
/**
 * The category that a rule gave it.
 */
category: string | null, 
/**
 * Who changed it, in that order.
 */
touches: Array<TouchView>, };

/**
 * A frame of a stack trace.
 */
export type FrameView = { 
/**
 * Function; null: unknown.
 */
function: string | null, 
/**
 * Module or package.
 */
module: string | null, 
/**
 * Short path.
 */
filename: string | null, 
/**
 * Whole path.
 */
abs_path: string | null, 
/**
 * 1-based.
 */
lineno: number | null, 
/**
 * 1-based.
 */
colno: number | null, 
/**
 * The user's own code.
 */
in_app: boolean, 
/**
 * True for the one frame where it broke: the innermost own one of the exception raised last.
 */
crashed: boolean, 
/**
 * What a fold calls it: `django`, `node_modules/express`, `std` … ; empty for own frames.
 */
library: string, 
/**
 * Language for highlighting: `python`, `javascript`, `typescript`, `rust` … ; null: plain.
 */
language: string | null, 
/**
 * Lines before, oldest first.
 */
pre_context: Array<string>, 
/**
 * The line.
 */
context_line: string | null, 
/**
 * Lines after.
 */
post_context: Array<string>, 
/**
 * Where the source came from: `event`, or `disk` (read from a confirmed root).
 */
source: string | null, 
/**
 * True: the file on disk is newer than the event.
 */
stale: boolean, 
/**
 * Local variables; those used on the line first.
 */
vars: Array<VarView>, 
/**
 * Address, for native frames.
 */
instruction_addr: string | null, };

/**
 * Which event.
 */
export type GetEvent = { 
/**
 * Issue.
 */
number: number, 
/**
 * 32 hex digits, or `latest`, or `first`, or a place from 1 among the kept ones. Of several with commas between: the first that is
 * there.
 */
at: string, };

/**
 * Which issue.
 */
export type GetGroups = { 
/**
 * Number.
 */
number: number, };

/**
 * Which issue.
 */
export type GetIssue = { 
/**
 * Number.
 */
number: number, 
/**
 * True: it counts as looked at.
 */
read: boolean, };

/**
 * Which event.
 */
export type GetRaw = { 
/**
 * 32 hex digits.
 */
event_id: string, };

/**
 * Which rules.
 */
export type GetRules = { 
/**
 * Slug of a project: its own; null: those for all.
 */
project: string | null, };

/**
 * Events of an issue that share their primary hash.
 */
export type GroupView = { 
/**
 * 32 hex digits.
 */
hash: string, 
/**
 * Put there by hand.
 */
pinned: boolean, 
/**
 * Events that are kept.
 */
events: number, 
/**
 * Receipt of the first of them, ms.
 */
first_seen: number, 
/**
 * Receipt of the latest, ms.
 */
last_seen: number, 
/**
 * Id of the latest.
 */
latest: string, 
/**
 * Exception type, or the whole title.
 */
kind: string, 
/**
 * Exception value, first line.
 */
value: string, 
/**
 * Where.
 */
culprit: string, };

/**
 * Why the event is in this issue.
 */
export type GroupingView = { 
/**
 * `fingerprint`, `stack trace`, `exception`, `message` …
 */
method: string, 
/**
 * The values that were hashed, in order.
 */
values: Array<string>, 
/**
 * Hashes, hex, primary first.
 */
hashes: Array<string>, };

/**
 * The groups of an issue.
 */
export type GroupsView = { 
/**
 * The largest first. One group alone cannot be split off.
 */
groups: Array<GroupView>, 
/**
 * As for a page.
 */
position: string, };

/**
 * A hash, and what it is made of.
 */
export type HashView = { 
/**
 * `app`, `system`, `default`, `custom`, `checksum`, `fallback`.
 */
variant: string, 
/**
 * Hex.
 */
hash: string, 
/**
 * Values in the order in which they are hashed, with those that were left out in their places.
 */
values: Array<ValueView>, };

/**
 * Events of an issue that go the same way.
 */
export type HistoryMove = { 
/**
 * `SHOP-41`.
 */
from: string, 
/**
 * `SHOP-12`; null: to a new issue.
 */
to: string | null, 
/**
 * How many.
 */
events: number, 
/**
 * Title of one of them.
 */
title: string, };

/**
 * Where it stands.
 */
export type HistoryStage = "none" | "running" | "done" | "stopped" | "failed";

/**
 * How far reading history anew is.
 */
export type HistoryView = { 
/**
 * Hand this in to be told when it is further.
 */
revision: number, 
/**
 * Where it stands.
 */
stage: HistoryStage, 
/**
 * It only says what would happen.
 */
dry_run: boolean, 
/**
 * Events that were read.
 */
read: number, 
/**
 * Of so many.
 */
events: number, 
/**
 * Events that are read otherwise than before.
 */
differ: number, 
/**
 * Of these, how many were written.
 */
written: number, 
/**
 * Of these, how many are in another issue now.
 */
moved: number, 
/**
 * At the end: where events go that do not stay where they were; at most 500.
 */
moves: Array<HistoryMove>, 
/**
 * How many more there are.
 */
more_moves: number, 
/**
 * What went wrong.
 */
failed: string | null, };

/**
 * A page of issues.
 */
export type IssuePage = { 
/**
 * Rows in the order asked for.
 */
rows: Array<IssueRow>, 
/**
 * Hand this in for the next page; null at the end.
 */
next: string | null, 
/**
 * How many match in all.
 */
total: number, 
/**
 * How many of them are unread.
 */
unread: number, 
/**
 * The position of the change stream that this answer is at least as new as.
 */
position: string, };

/**
 * An issue in a preview.
 */
export type IssueRef = { 
/**
 * Number.
 */
number: number, 
/**
 * `SHOP-41`.
 */
id: string, 
/**
 * How it is called.
 */
title: string, 
/**
 * How many of its events are meant.
 */
events: number, };

/**
 * One row of the issue list, and all that a list needs to draw it.
 */
export type IssueRow = { 
/**
 * Unique in the file; the number that resolves.
 */
number: number, 
/**
 * As shown: `SHOP-41`.
 */
id: string, 
/**
 * Slug of the project.
 */
project: string, 
/**
 * Display name of the project.
 */
project_name: string, 
/**
 * 1 to 8: index of the project's hue.
 */
project_hue: number, 
/**
 * State.
 */
state: StateView, 
/**
 * Level of the latest event.
 */
level: LevelView, 
/**
 * Exception type, or the whole title where there is none.
 */
kind: string, 
/**
 * Exception value, first line; empty where there is none.
 */
value: string, 
/**
 * Where: function and file of the frame that matters, or the transaction.
 */
culprit: string, 
/**
 * Platform of the latest event.
 */
platform: string, 
/**
 * Receipt of the first event, ms.
 */
first_seen: number, 
/**
 * Receipt of the latest event, ms.
 */
last_seen: number, 
/**
 * Number of events ever.
 */
events: number, 
/**
 * Number of distinct users.
 */
users: number, 
/**
 * First seen less than 24 h ago and never looked at.
 */
is_new: boolean, 
/**
 * Came back after it was resolved, and not looked at since.
 */
regressed: boolean, 
/**
 * Not looked at since its latest event.
 */
unread: boolean, 
/**
 * Kept by the user.
 */
bookmarked: boolean, 
/**
 * False: no handler caught it. Null: not said.
 */
handled: boolean | null, 
/**
 * The latest event belongs to a replay.
 */
has_replay: boolean, 
/**
 * The latest event has attachments.
 */
has_attachment: boolean, 
/**
 * Events per hour, the last 24 hours, oldest first: 24 numbers.
 */
hours: Array<number>, };

/**
 * One issue, in full.
 */
export type IssueView = { 
/**
 * As in the list.
 */
row: IssueRow, 
/**
 * The value with all its lines: at most 8,192 characters.
 */
full_value: string, 
/**
 * Events per bucket over the last 14 days, oldest first: 56 buckets of 6 hours.
 */
days: Array<number>, 
/**
 * Receipt time (ms) of the last resolution, and the release it names.
 */
resolved_at: number | null, 
/**
 * Release named by the resolution.
 */
resolved_in: string | null, 
/**
 * Distribution of each tag, most frequent key first.
 */
tags: Array<TagFacet>, 
/**
 * Number of events that are still kept.
 */
kept: number, 
/**
 * Groups that the latest thousand of them are of; where there are several, `get_groups` says which.
 */
groups: number, 
/**
 * As for a page.
 */
position: string, };

/**
 * Any JSON value. Objects keep the order in which their keys came.
 */
export type JsonView = JsonValue;

/**
 * How bad: the stripe of a row.
 */
export type LevelView = "fatal" | "error" | "warning" | "info" | "debug";

/**
 * Which issues.
 */
export type ListIssues = { 
/**
 * In the query language; empty: all.
 */
query: string, 
/**
 * Order.
 */
sort: Sort, 
/**
 * `next` of the page before; null: from the start.
 */
after: string | null, 
/**
 * At most 500.
 */
limit: number, };

/**
 * Which issues become one.
 */
export type MergeIssues = { 
/**
 * Numbers, two at least.
 */
numbers: Array<number>, };

/**
 * Issues that would become one.
 */
export type MergeView = { 
/**
 * The issue that the others would go to; null: a new one.
 */
into: IssueRef | null, 
/**
 * How it would be called.
 */
title: string, 
/**
 * Which issues events would come from, each with how many; `into` is among them where some of its own stay.
 */
issues: Array<IssueRef>, };

/**
 * All that is counted.
 */
export type MetricsView = { 
/**
 * What became of items, since the file was made.
 */
outcomes: Array<OutcomeView>, 
/**
 * How requests were answered, since the resident began.
 */
requests: Array<RequestsView>, 
/**
 * Jobs that wait to be written: the urgent ones.
 */
waiting_first: number, 
/**
 * The others: logs, spans, profiles.
 */
waiting_second: number, 
/**
 * Bytes of the file and of its log.
 */
file_bytes: number, };

/**
 * Something to know about the payload.
 */
export type NoteView = { 
/**
 * `repaired` or `secret`.
 */
kind: string, 
/**
 * Where: `exception.values[0].value`.
 */
path: string, 
/**
 * What: *a timestamp was text, read as 14:32:04.031*.
 */
text: string, };

/**
 * Takes nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * Where the window shall appear, and what it shows.
 */
export type OpenWindow = { 
/**
 * Number of an issue; null: the inbox.
 */
issue: number | null, 
/**
 * The caller's session: `DISPLAY`, `WAYLAND_DISPLAY`, `DBUS_SESSION_BUS_ADDRESS` … with their values. Others are ignored.
 */
session: Array<[string, string]>, };

/**
 * A window was asked for.
 */
export type Opened = { 
/**
 * Why no window could be shown; null: it is shown, or on its way.
 */
refused: string | null, };

/**
 * How often an outcome was.
 */
export type OutcomeView = { 
/**
 * Slug of the project.
 */
project: string, 
/**
 * Item type.
 */
kind: string, 
/**
 * `stored`, `duplicate`, `malformed` …
 */
outcome: string, 
/**
 * Items.
 */
n: number, };

/**
 * A key and its value.
 */
export type Pair = { 
/**
 * Key.
 */
key: string, 
/**
 * Value.
 */
value: JsonView, };

/**
 * A part of an issue.
 */
export type PartView = { 
/**
 * Number of the issue that it would be in; null: a new one.
 */
into: number | null, 
/**
 * How that would be called.
 */
title: string, 
/**
 * How many events.
 */
events: number, };

/**
 * For how long.
 */
export type Pause = { 
/**
 * Minutes; null: until `resume`.
 */
minutes: number | null, };

/**
 * Rules, to be tried.
 */
export type PreviewRules = { 
/**
 * Slug of a project: for it alone, and only its issues are looked at; null: for all.
 */
project: string | null, 
/**
 * Of which kind.
 */
kind: RuleKindView, 
/**
 * One rule per line; null: those that are set, as if they were applied to what came before them.
 */
text: string | null, };

/**
 * A project.
 */
export type ProjectView = { 
/**
 * Slug.
 */
slug: string, 
/**
 * Display name.
 */
name: string, 
/**
 * 1 to 8.
 */
hue: number, 
/**
 * Platform of its latest event; empty before the first.
 */
platform: string, 
/**
 * Events per 3.5 minutes in the last hour, oldest first: 17 numbers.
 */
hour: Array<number>, 
/**
 * Unread issues.
 */
unread: number, 
/**
 * DSN that leads to it.
 */
dsn: string, };

/**
 * The stored payload of an event, as text.
 */
export type RawView = { 
/**
 * JSON as it came, bad bytes replaced.
 */
json: string, 
/**
 * Bytes.
 */
size: number, };

/**
 * An issue that would be called something else.
 */
export type RenameView = { 
/**
 * It.
 */
issue: IssueRef, 
/**
 * How it would be called.
 */
title: string, };

/**
 * Which events are read anew.
 */
export type Reprocess = { 
/**
 * Those of issues that match; empty: all.
 */
query: string, 
/**
 * Only say what would happen.
 */
dry_run: boolean, };

/**
 * What is known already.
 */
export type ReprocessState = { 
/**
 * `revision` of the last answer; null: answer at once.
 */
after: number | null, };

/**
 * The request.
 */
export type RequestView = { 
/**
 * Method.
 */
method: string | null, 
/**
 * URL without query and fragment.
 */
url: string | null, 
/**
 * Query, decoded pairs.
 */
query: Array<Pair>, 
/**
 * Fragment.
 */
fragment: string | null, 
/**
 * Headers.
 */
headers: Array<Pair>, 
/**
 * Cookies.
 */
cookies: Array<Pair>, 
/**
 * Environment of the server.
 */
env: Array<Pair>, 
/**
 * Body.
 */
data: JsonView | null, };

/**
 * How often a status was answered.
 */
export type RequestsView = { 
/**
 * HTTP status.
 */
status: number, 
/**
 * Requests.
 */
n: number, };

/**
 * Why a command was not carried out.
 */
export type RpcError = { 
/**
 * For programs.
 */
code: Code, 
/**
 * For people: a lower-case fragment.
 */
message: string, 
/**
 * What to do next, as a sentence.
 */
hint: string | null, 
/**
 * For `query`, and where rules are wrong: offset of the first wrong character, in UTF-16 units.
 */
at: number | null, };

/**
 * What is wrong with a text of rules, and where.
 */
export type RuleErrorView = { 
/**
 * From 1.
 */
line: number, 
/**
 * From 1, in characters.
 */
column: number, 
/**
 * The same place in the text, in UTF-16 units.
 */
at: number, 
/**
 * What was expected there.
 */
expected: string, };

/**
 * Which of the two languages.
 */
export type RuleKindView = "fingerprint" | "stack";

/**
 * Rules of one kind.
 */
export type RuleTextView = { 
/**
 * As they were written; empty: there are none.
 */
text: string, 
/**
 * How many rules.
 */
n: number, 
/**
 * What of it cannot be read (another version wrote it) and does nothing.
 */
errors: Array<RuleErrorView>, };

/**
 * A rule of the user.
 */
export type RuleView = { 
/**
 * Of which kind.
 */
kind: RuleKindView, 
/**
 * True: it is one of the project's own; false: it holds for all.
 */
own: boolean, 
/**
 * Its line in their text, from 1.
 */
line: number, 
/**
 * As it was written.
 */
text: string, };

/**
 * What a text of rules holds.
 */
export type RulesCheck = { 
/**
 * How many rules can be read.
 */
n: number, 
/**
 * What is wrong; empty: all is well.
 */
errors: Array<RuleErrorView>, };

/**
 * What rules would change in what is kept. Looked at are the latest events of the latest issues.
 */
export type RulesPreview = { 
/**
 * What is wrong with the rules; then nothing was looked at.
 */
errors: Array<RuleErrorView>, 
/**
 * How many issues were looked at.
 */
issues: number, 
/**
 * How many of their events.
 */
events: number, 
/**
 * How many of these would go to another issue.
 */
moved: number, 
/**
 * Issues that would become one.
 */
merges: Array<MergeView>, 
/**
 * Issues that would fall apart.
 */
splits: Array<SplitView>, 
/**
 * Issues that would be called something else.
 */
renamed: Array<RenameView>, };

/**
 * Rules were exchanged.
 */
export type RulesSet = { 
/**
 * How many there are now.
 */
n: number, 
/**
 * Their text before; setting it again takes the change back.
 */
before: string, };

/**
 * The rules for all projects, or for one.
 */
export type RulesView = { 
/**
 * Slug of the project; null: for all.
 */
project: string | null, 
/**
 * By what events are grouped.
 */
fingerprint: RuleTextView, 
/**
 * Whose code frames are.
 */
stack: RuleTextView, 
/**
 * Slugs of the projects that have rules of their own.
 */
projects: Array<string>, };

/**
 * What to send.
 */
export type SendTest = { 
/**
 * `error`, `chain`, `breadcrumbs`, `message`, `transaction`, `log` or `all`.
 */
kind: string, };

/**
 * What a test event became.
 */
export type SentTest = { 
/**
 * Ids of the events sent.
 */
event_ids: Array<string>, 
/**
 * Issues they are in.
 */
issues: Array<number>, };

/**
 * Rules, to hold from now on.
 */
export type SetRules = { 
/**
 * Slug of a project: for it alone; null: for all.
 */
project: string | null, 
/**
 * Of which kind.
 */
kind: RuleKindView, 
/**
 * One rule per line; empty: none.
 */
text: string, };

/**
 * The set-up page.
 */
export type SetupView = { 
/**
 * `http://shop@localhost:8969/1`.
 */
dsn: string, 
/**
 * One snippet per platform.
 */
snippets: Array<SnippetView>, 
/**
 * The last requests, newest first.
 */
arrivals: Array<ArrivalView>, 
/**
 * The last refused requests, newest first, at most 100.
 */
refusals: Array<ArrivalView>, 
/**
 * What was seen so far.
 */
checks: Array<CheckView>, 
/**
 * What became of the items of the last 24 hours.
 */
outcomes: Array<OutcomeView>, 
/**
 * As for a page.
 */
position: string, };

/**
 * The sidebar: counts, projects, the endpoint.
 */
export type Sidebar = { 
/**
 * Unread among the unresolved.
 */
unread: number, 
/**
 * Unresolved.
 */
unresolved: number, 
/**
 * Bookmarked.
 */
bookmarked: number, 
/**
 * Muted.
 */
muted: number, 
/**
 * Resolved.
 */
resolved: number, 
/**
 * All.
 */
all: number, 
/**
 * Projects, latest event first.
 */
projects: Array<ProjectView>, 
/**
 * The endpoint.
 */
endpoint: EndpointView, 
/**
 * As for a page.
 */
position: string, };

/**
 * How to point one SDK here.
 */
export type SnippetView = { 
/**
 * `python`.
 */
platform: string, 
/**
 * `Python`.
 */
label: string, 
/**
 * Language for highlighting.
 */
language: string, 
/**
 * The code, with the DSN in it.
 */
code: string, };

/**
 * Order of the list.
 */
export type Sort = "last_seen" | "first_seen" | "events" | "users";

/**
 * What is split off.
 */
export type SplitIssue = { 
/**
 * Number of the issue.
 */
number: number, 
/**
 * Hashes of its groups, as `get_groups` names them; not all of them.
 */
hashes: Array<string>, };

/**
 * An issue that would fall apart.
 */
export type SplitView = { 
/**
 * It, with how many of its events were looked at.
 */
issue: IssueRef, 
/**
 * Its parts, the largest first.
 */
parts: Array<PartView>, };

/**
 * Where an issue stands.
 */
export type StateView = "unresolved" | "resolved" | "muted";

/**
 * How often a value was seen.
 */
export type TagCount = { 
/**
 * The value.
 */
value: string, 
/**
 * Events.
 */
n: number, };

/**
 * One tag and its values over all events of an issue.
 */
export type TagFacet = { 
/**
 * The key.
 */
key: string, 
/**
 * Events that have it.
 */
total: number, 
/**
 * Values, most frequent first, at most 10.
 */
values: Array<TagCount>, };

/**
 * A thread.
 */
export type ThreadView = { 
/**
 * Id, as text.
 */
id: string | null, 
/**
 * Name.
 */
name: string | null, 
/**
 * It crashed.
 */
crashed: boolean, 
/**
 * It was the current one.
 */
current: boolean, 
/**
 * State word.
 */
state: string | null, 
/**
 * Frames, oldest call first.
 */
frames: Array<FrameView>, };

/**
 * A change of a frame's marks.
 */
export type TouchView = { 
/**
 * By whom, in words.
 */
by: string, 
/**
 * The rule of the user that it was; null: it was none.
 */
rule: RuleView | null, 
/**
 * What it did: `-app -group`.
 */
actions: string, };

/**
 * A stack trace.
 */
export type TraceView = { 
/**
 * Whose, in words.
 */
of: string, 
/**
 * Index of the exception; null: it is of none.
 */
exception: number | null, 
/**
 * Oldest call first.
 */
frames: Array<FrameMarksView>, };

/**
 * What to take back.
 */
export type Undo = { 
/**
 * From `Done`; null: the last change.
 */
id: string | null, };

/**
 * A value.
 */
export type ValueView = { 
/**
 * Where it stands in the event, in words.
 */
origin: string, 
/**
 * Index of the exception, as they came; null: it is of none.
 */
exception: number | null, 
/**
 * Index of the frame in its stack trace, oldest call first; null: it is of none.
 */
frame: number | null, 
/**
 * As it is hashed; of what was left out: as it came.
 */
text: string, 
/**
 * As it came, where that differs.
 */
came_as: string | null, 
/**
 * Why it is not hashed, in words; null: it is.
 */
left_out: string | null, };

/**
 * A local variable.
 */
export type VarView = { 
/**
 * Name.
 */
name: string, 
/**
 * Value: mostly a string with the language's own notation.
 */
value: JsonView, 
/**
 * It is used on the crashing line.
 */
on_line: boolean, };
