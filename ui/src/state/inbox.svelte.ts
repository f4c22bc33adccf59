/**
 * The list: one query, its rows, and how they stay fresh. A change patches its row where it stands and has the first page asked for
 * again; nothing moves while somebody points at the list.
 */
import { RpcError } from '../api/error';
import type { ChangeView, IssuePage, IssueRow, Sort } from '../api/gen';
import { call } from '../api/transport';
import { coalesce } from '../lib/coalesce';
import { whereIs, type Place } from '../lib/places';
import { isLater } from '../lib/position';
import { tidyQuery } from '../lib/query';
import { appendPage, countNew, inOldOrder, mergeHead, patchRow, sameOrder } from '../lib/rows';

const PAGE = 100;
/** Least time between two first pages, ms. */
const GAP = 150;

class Inbox {
  /** In effect: the last one that was understood. */
  query = $state('is:unresolved');
  sort = $state<Sort>('last_seen');
  rows = $state.raw<readonly IssueRow[]>([]);
  total = $state(0);
  unread = $state(0);
  /** False until the first answer to the query in effect. */
  ready = $state(false);
  /** What was asked for and not understood. */
  wrong = $state.raw<{ query: string; error: RpcError } | null>(null);
  /** Why the list could not be loaded. */
  failed = $state.raw<RpcError | null>(null);
  /** New issues that wait for the pointer to leave. */
  waiting = $state(0);

  readonly where: { place: Place | null; project: string | null } = $derived(whereIs(this.query));
  readonly title = $derived(this.where.place?.title ?? this.where.project ?? 'Search');

  #holding = false;
  #held: readonly IssueRow[] | null = null;
  #next: string | null = null;
  #asked = 0;
  #newest: Promise<unknown> = Promise.resolve();
  #loadingMore = false;
  /** Rows that changed since the request under way, with their positions. */
  #meanwhile: { position: string; row: IssueRow }[] = [];
  #refresh = coalesce(() => this.reload().then(() => undefined), GAP);

  /** Shows another query. If it is not understood, the rows stay and `wrong` says why. Answers the position. */
  async show(query: string, sort: Sort = this.sort): Promise<string | null> {
    const tidy = tidyQuery(query);
    this.wrong = null;
    if (tidy === this.query && sort === this.sort && this.ready) return null;
    return await this.#loadHead(tidy, sort);
  }

  /** Asks for the first page again, now. Answers the position. */
  reload(): Promise<string | null> {
    return this.#loadHead(this.query, this.sort);
  }

  /** Asks for the first page again, soon. */
  refresh(): void {
    this.#refresh();
  }

  /** While it holds, rows change where they stand and none comes, goes or moves. */
  hold(holding: boolean): void {
    this.#holding = holding;
    if (!holding) this.#release();
  }

  #release(): void {
    if (this.#held) this.rows = this.#held;
    this.#held = null;
    this.waiting = 0;
  }

  /** Loads the page after the last row, if there is one and nothing is under way. */
  async more(): Promise<void> {
    if (this.#next === null || this.#loadingMore) return;
    this.#loadingMore = true;
    const asked = this.#asked;
    try {
      const page = await call('list_issues', {
        query: this.query,
        sort: this.sort,
        after: this.#next,
        limit: PAGE,
      });
      if (asked !== this.#asked) return;
      this.#release();
      this.rows = appendPage(this.rows, page);
      this.#next = page.next;
    } catch (thrown) {
      this.failed = RpcError.from(thrown);
    } finally {
      this.#loadingMore = false;
    }
  }

  /** Hears what changed. */
  hear(change: ChangeView, position: string): void {
    switch (change.type) {
      case 'issue':
        this.#meanwhile.push({ position, row: change.row });
        this.rows = patchRow(this.rows, change.row);
        if (this.#held) this.#held = patchRow(this.#held, change.row);
        this.refresh();
        break;
      case 'gone':
      case 'resync':
        this.refresh();
        break;
      case 'arrived':
      case 'heartbeat':
      case 'sidebar':
        break;
    }
  }

  /** Done when the newest first page that was asked for is there: an older answer is not taken in. */
  #loadHead(query: string, sort: Sort): Promise<string | null> {
    const asked = this.#askHead(query, sort);
    this.#newest = asked;
    return asked;
  }

  async #askHead(query: string, sort: Sort): Promise<string | null> {
    const asked = ++this.#asked;
    this.#meanwhile = [];
    try {
      const page = await call('list_issues', { query, sort, after: null, limit: PAGE });
      if (asked === this.#asked) this.#take(page, query, sort);
      else await this.#newest;
      return page.position;
    } catch (thrown) {
      const error = RpcError.from(thrown);
      if (asked !== this.#asked) return null;
      if (error.code === 'query') this.wrong = { query, error };
      else this.failed = error;
      return null;
    }
  }

  #take(page: IssuePage, query: string, sort: Sort): void {
    const same = query === this.query && sort === this.sort && this.ready;
    const before = this.#held ?? this.rows;
    let rows: readonly IssueRow[] = same ? mergeHead(before, page, sort) : page.rows;
    for (const { position, row } of this.#meanwhile)
      if (isLater(position, page.position)) rows = patchRow(rows, row);
    if (!same || rows.length === page.rows.length) this.#next = page.next;
    this.#meanwhile = [];
    this.query = query;
    this.sort = sort;
    this.total = page.total;
    this.unread = page.unread;
    this.ready = true;
    this.failed = null;
    this.#set(rows, same);
  }

  #set(rows: readonly IssueRow[], same: boolean): void {
    this.#held = null;
    this.waiting = 0;
    if (!same || !this.#holding || sameOrder(rows, this.rows)) {
      this.rows = rows;
      return;
    }
    this.rows = inOldOrder(this.rows, rows);
    this.#held = rows;
    this.waiting = countNew(this.rows, rows);
  }
}

export const inbox = new Inbox();
