/**
 * Proof before trust: after a lost connection somebody else's program may listen on our port. Before the token is sent again, the
 * resident has to show that it knows it: an HMAC over a nonce of ours and the address.
 */
import type { Credentials } from './session';

const text = new TextEncoder();

/** A nonce that was never used: 16 random bytes in hex. */
export function freshNonce(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** Where to ask for the proof. */
export function proofUrl(nonce: string, { sessionId }: Credentials): string {
  return `/health?nonce=${nonce}${sessionId === null ? '' : `&session=${encodeURIComponent(sessionId)}`}`;
}

/** True if `given` (hex) is the HMAC-SHA256 under SHA-256(token) of nonce ‖ address. */
export async function proves(
  given: string | null,
  nonce: string,
  address: string,
  token: string,
): Promise<boolean> {
  return given !== null && given.toLowerCase() === (await expectedProof(nonce, address, token));
}

/** What the resident must answer. `address` is `host:port` as in the page's address. */
export async function expectedProof(nonce: string, address: string, token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', text.encode(token));
  const key = await crypto.subtle.importKey('raw', digest, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(nonce + address))));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
