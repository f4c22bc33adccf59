/** Characters that nobody sees, made visible: controls would vanish, and marks of direction would show a line as it is not. Pure. */

// eslint-disable-next-line no-control-regex -- controls are what it looks for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with a sign for each hidden character: `␛`, `⟨202E⟩`. Line feeds and tabs stay. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '␡';
    return `⟨${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
