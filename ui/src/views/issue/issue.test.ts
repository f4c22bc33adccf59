import { expect, it, vi } from 'vitest';
import { RpcError } from '../../api/error';
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
