/** THE list of panels, in the order in which they stand. A new one is a folder, and a line here. */
import Attachments from './attachments/Panel.svelte';
import Breadcrumbs from './breadcrumbs/Panel.svelte';
import Contexts from './contexts/Panel.svelte';
import Extra from './extra/Panel.svelte';
import Grouping from './grouping/Panel.svelte';
import Groups from './groups/Panel.svelte';
import Message from './message/Panel.svelte';
import Modules from './modules/Panel.svelte';
import Notes from './notes/Panel.svelte';
import type { Panel, PanelCount } from './panel';
import Raw from './raw/Panel.svelte';
import Request from './request/Panel.svelte';
import StackTrace from './stacktrace/Panel.svelte';
import Tags from './tags/Panel.svelte';
import { glance } from '../lib/contexts';
import { hasOwnMessage } from '../lib/message';

const none = (): null => null;
const plain = (n: number): PanelCount => ({ n, look: 'plain' });

export const PANELS: readonly Panel[] = [
  {
    id: 'message',
    title: 'Message',
    applies: hasOwnMessage,
    count: none,
    component: Message,
  },
  {
    id: 'stack',
    title: 'Stack trace',
    applies: (event) =>
      event.exceptions.length > 0 || event.threads.some((thread) => thread.frames.length > 0),
    count: none,
    component: StackTrace,
  },
  {
    id: 'crumbs',
    title: 'Breadcrumbs',
    applies: (event) => event.breadcrumbs.length > 0,
    count: (event) => plain(event.breadcrumbs.length),
    component: Breadcrumbs,
  },
  {
    id: 'request',
    title: 'Request',
    applies: (event) => event.request !== null,
    count: none,
    component: Request,
  },
  {
    id: 'tags',
    title: 'Tags',
    applies: (event) => event.tags.length > 0,
    count: (event) => plain(event.tags.length),
    component: Tags,
  },
  {
    id: 'contexts',
    title: 'Contexts',
    applies: (event) => glance(event).length > 0,
    count: none,
    component: Contexts,
  },
  {
    id: 'extra',
    title: 'Extra',
    applies: (event) => event.extra.length > 0,
    count: (event) => plain(event.extra.length),
    component: Extra,
  },
  {
    id: 'attachments',
    title: 'Attachments',
    applies: (event) => event.attachments.length > 0,
    count: (event) => plain(event.attachments.length),
    component: Attachments,
  },
  {
    id: 'modules',
    title: 'Modules',
    applies: (event) => event.modules.length > 0,
    count: none,
    component: Modules,
  },
  {
    id: 'notes',
    title: 'Notes',
    applies: (event) => event.notes.length > 0,
    count: (event) => ({ n: event.notes.length, look: 'alert' }),
    component: Notes,
  },
  {
    id: 'groups',
    title: 'Groups',
    applies: (_, issue) => issue.groups > 1,
    count: none,
    component: Groups,
  },
  { id: 'grouping', title: 'Grouping', applies: () => true, count: none, component: Grouping },
  { id: 'raw', title: 'Raw', applies: () => true, count: none, component: Raw },
];
