import { expect, it } from 'vitest';
import { visible } from './visible';

it.each([
  ['plain, ü, 在庫, 👩‍👩‍👧', 'plain, ü, 在庫, 👩‍👩‍👧'],
  ['a\u202eb\u202c', 'a⟨202E⟩b⟨202C⟩'],
  ['\u001b[31m\u0000\r', '␛[31m␀␍'],
  ['two\n\tlines', 'two\n\tlines'],
  ['\u007f\u0085', '␡⟨0085⟩'],
])('visible(%j)', (text, expected) => expect(visible(text)).toBe(expected));
