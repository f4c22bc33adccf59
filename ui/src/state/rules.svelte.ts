/**
 * The user's rules for grouping, as they are edited: what is set, what was typed and not saved, what is wrong with it, and what it would
 * change. Drafts are kept for each project and kind while the page lives.
 */
import { RpcError } from '../api/error';
import type { RuleErrorView, RuleKindView, RulesCheck, RulesPreview, RulesView, RuleView } from '../api/gen';
import { call } from '../api/transport';
import { placeOf, rulesCount, startOfLine } from '../lib/rules';
import { history } from './history.svelte';
import { toasts } from './toasts.svelte';
import { view } from './view.svelte';

/** Typing rests for so long before the text is checked, ms. */
const REST_MS = 250;

interface Checked {
  readonly kind: RuleKindView;
  readonly text: string;
  readonly n: number;
  readonly errors: readonly RuleErrorView[];
}

class RulesEditor {
  /** Slug of the project; null: for all. */
  project = $state<string | null>(null);
  kind = $state<RuleKindView>('fingerprint');
  /** What is set for the project; null until it is known. */
  known = $state.raw<RulesView | null>(null);
  failed = $state.raw<RpcError | null>(null);
  /** What rules would change, and the text that was asked about. */
  preview = $state.raw<{ readonly text: string; readonly told: RulesPreview } | null>(null);
  doing = $state<'nothing' | 'saving' | 'previewing'>('nothing');
  /** Where the caret shall go, once the text is there: from the text to a place in it. */
  seek = $state.raw<((text: string) => number) | null>(null);

  #drafts = $state.raw<ReadonlyMap<string, string>>(new Map());
  #checked = $state.raw<Checked | null>(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly saved = $derived(this.known?.[this.kind].text ?? '');
  readonly text = $derived(this.#drafts.get(keyOf(this.project, this.kind)) ?? this.saved);
  readonly dirty = $derived(this.text !== this.saved);
  /** What is known of the text: `fresh` is false while it is being looked at. */
  readonly check: { readonly fresh: boolean; readonly n: number; readonly errors: readonly RuleErrorView[] } =
    $derived.by(() => {
      const set = this.known?.[this.kind];
      const told = this.text === set?.text ? set : this.#checked;
      const fresh = told?.text === this.text && (told === set || this.#checked?.kind === this.kind);
      return { fresh, n: told?.n ?? 0, errors: told?.errors ?? [] };
    });
  /** Anything that was typed and not saved, anywhere. */
  readonly unsaved = $derived(this.#drafts.size > 0);

  /** Shows the rules of a project (null: for all) and of a kind. */
  async show(project: string | null, kind: RuleKindView): Promise<void> {
    if (project !== this.project) this.known = null;
    if (project !== this.project || kind !== this.kind) this.preview = null;
    this.project = project;
    this.kind = kind;
    await this.load();
  }

  /** Shows a rule where it stands. `project`: whose event it touched. */
  open(rule: RuleView, project: string): void {
    view.settings = 'grouping';
    view.screen = 'settings';
    void this.show(rule.own ? project : null, rule.kind);
    this.seek = (text) => startOfLine(text, rule.line);
  }

  /** Asks what is set. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const known = await call('get_rules', { project: this.project });
      if (asked !== this.#asked) return;
      this.known = known;
      this.failed = null;
      this.edit(this.text);
    } catch (thrown) {
      if (asked === this.#asked) this.failed = RpcError.from(thrown);
    }
  }

  /** Takes in what was typed. */
  edit(text: string): void {
    const drafts = new Map(this.#drafts);
    if (text === this.saved) drafts.delete(keyOf(this.project, this.kind));
    else drafts.set(keyOf(this.project, this.kind), text);
    this.#drafts = drafts;
    this.#look();
  }

  /** Forgets what was typed. */
  discard(): void {
    const { project, kind, text } = this;
    if (!this.dirty) return;
    this.edit(this.saved);
    toasts.say('What was typed is gone', async () => {
      await this.show(project, kind);
      this.edit(text);
    });
  }

  /** Lets the rules hold from now on; wrong ones do not, and the caret goes to the first. */
  async save(): Promise<void> {
    if (this.doing !== 'nothing' || !this.dirty) return;
    this.doing = 'saving';
    const { project, kind, text } = this;
    try {
      const [wrong] = (await this.#ask(kind, text)).errors;
      if (wrong) {
        this.seek = () => wrong.at;
        throw new RpcError('bad_input', `not saved: ${placeOf(wrong).toLowerCase()} is wrong`);
      }
      const { n, before } = await call('set_rules', { project, kind, text });
      this.#settle(project, kind, text, n);
      toasts.say(`Saved: ${rulesCount(n).toLowerCase()}`, () => this.#takeBack(project, kind, before));
    } catch (thrown) {
      toasts.fail(thrown);
    } finally {
      this.doing = 'nothing';
    }
  }

  /** Asks what the rules as they are typed would change. */
  async ask(): Promise<void> {
    if (this.doing !== 'nothing' || this.known === null) return;
    this.doing = 'previewing';
    const { project, kind, text } = this;
    try {
      const told = await call('preview_rules', { project, kind, text });
      if (project === this.project && kind === this.kind) this.preview = { text, told };
    } catch (thrown) {
      toasts.fail(thrown);
    } finally {
      this.doing = 'nothing';
    }
  }

  async #takeBack(project: string | null, kind: RuleKindView, before: string): Promise<void> {
    const { n } = await call('set_rules', { project, kind, text: before });
    this.#settle(project, kind, before, n);
    toasts.say(`As before: ${rulesCount(n).toLowerCase()}`);
  }

  /** `text` is what is set now: a draft that says the same is none. What was typed meanwhile stays. */
  #settle(project: string | null, kind: RuleKindView, text: string, n: number): void {
    if (project === this.project && this.known)
      this.known = { ...this.known, [kind]: { text, n, errors: [] } };
    // What was said of history was said of other rules.
    history.close();
    const key = keyOf(project, kind);
    if (this.#drafts.get(key) === text)
      this.#drafts = new Map([...this.#drafts].filter(([one]) => one !== key));
    this.#look();
  }

  /** Has the text checked, soon. */
  #look(): void {
    clearTimeout(this.#timer);
    if (this.check.fresh) return;
    // If nobody answers, that is said elsewhere; the next letter asks again.
    this.#timer = setTimeout(() => void this.#ask(this.kind, this.text).catch(() => undefined), REST_MS);
  }

  async #ask(kind: RuleKindView, text: string): Promise<RulesCheck> {
    const check = await call('check_rules', { kind, text });
    if (kind === this.kind && text === this.text) this.#checked = { kind, text, ...check };
    return check;
  }
}

export const rules = new RulesEditor();

function keyOf(project: string | null, kind: RuleKindView): string {
  return `${project ?? ''} ${kind}`;
}
