import { expect, it, vi } from 'vitest';
import { RpcError } from '../../api/error';
import type { ChangeView } from '../../api/gen';
import { call } from '../../api/transport';
import { OpenIssue } from './issue.svelte';

vi.mock('../../api/transport', () => ({ call: vi.fn() }));

it('an issue that nobody answered for is asked for again when the connection is back', async () => {
  const open = new OpenIssue();
  vi.mocked(call).mockRejectedValue(new RpcError('unreachable', 'nothing answers'));
  open.open(7);
  await vi.waitFor(() => expect(open.failure).toBe('nothing answers'));
  vi.mocked(call).mockImplementation(((name: string) =>
    Promise.resolve(name === 'get_issue' ? { row: { number: 7 } } : { event_id: 'e' })) as typeof call);
  open.hear({ type: 'resync' });
  await vi.waitFor(() => expect(open.event).toEqual({ event_id: 'e' }));
  expect(open.failure).toBe('');
});

it('where the event that is read has moved to another issue, the latest that stayed is shown', async () => {
  const open = new OpenIssue();
  let kept = 2;
  let latest = 'a';
  vi.mocked(call).mockImplementation(((name: string, input: { at?: string }) =>
    Promise.resolve(
      name === 'get_issue'
        ? { row: { number: 7 }, kept }
        : { issue: 7, event_id: input.at === 'latest' || input.at === 'a,latest' ? latest : input.at },
    )) as typeof call);
  vi.stubGlobal('document', { hasFocus: () => true });
  open.open(7);
  await vi.waitFor(() => expect(open.event?.event_id).toBe('a'));
  kept = 1;
  latest = 'b';
  open.hear({ type: 'issue', row: { number: 7 }, cause: 'state', event_id: null } as ChangeView);
  await vi.waitFor(() => expect(open.event?.event_id).toBe('b'));
  vi.unstubAllGlobals();
});
