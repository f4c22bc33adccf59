import { describe, expect, it } from 'vitest';
import type { EventView, IssueView } from '../api/gen';
import { hasOwnMessage, saysAgain } from './message';

const issue = (kind: string, full_value: string): IssueView =>
  ({ row: { kind }, full_value }) as unknown as IssueView;
const event = (message: string | null, exceptions: readonly object[] = []): EventView =>
  ({ message, exceptions }) as unknown as EventView;

it.each([
  ['ValueError', 'bad rate', false],
  ['cart is empty', 'cart is empty', true],
  ['cart is empty', 'cart is empty\n', true],
  ['cart is empty', '', true],
  ['cart of %s is empty', 'cart of Ada is empty', false],
])('the value under %j: %j', (kind, value, again) => expect(saysAgain(issue(kind, value))).toBe(again));

describe('the message', () => {
  const plain = issue('cart is empty', 'cart is empty');
  it.each([
    ['that is the title is not said again', event('cart is empty'), plain, false],
    ['that is the value is not said again', event('first\nsecond'), issue('first', 'first\nsecond'), false],
    ['of another event of the issue is shown', event('cart of Ada is empty'), plain, true],
    ['of an exception stands with the exception', event('other', [{}]), plain, false],
    ['that is none is not shown', event(null), plain, false],
  ])('%s', (_, one, of, own) => expect(hasOwnMessage(one, of)).toBe(own));
});
