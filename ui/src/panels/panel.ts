/** What a panel is. The list of them is in index.ts; what all of them are made of is in common/. */
import type { Component } from 'svelte';
import type { EventView, IssueView } from '../api/gen';

/** What every panel is given. */
export interface PanelProps {
  readonly event: EventView;
  readonly issue: IssueView;
}

/** A number beside the title in the index; an alert is something to look at. */
export interface PanelCount {
  readonly n: number;
  readonly look: 'plain' | 'alert';
}

/** One panel of the issue pane. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  /** True: this event has something to show in it. */
  readonly applies: (event: EventView, issue: IssueView) => boolean;
  /** Null: no number in the index. */
  readonly count: (event: EventView) => PanelCount | null;
  readonly component: Component<PanelProps>;
}
