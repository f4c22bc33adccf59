/** The only place that talks to the resident: commands by POST, everything with the token, the token only to who knows it. */
import { RpcError } from './error';
import type { Commands } from './gen';
import { freshNonce, proofUrl, proves } from './proof';
import {
  authorization,
  forgetSession,
  keepSession,
  storedCredentials,
  takeCode,
  type Credentials,
} from './session';

let credentials: Credentials | null = null;
/** False after a lost connection, until the resident has proven itself. */
let trusted = true;
let refused: () => void = () => undefined;

/** Finds or trades credentials. False: there are none, and the page says how to get some. */
export async function openSession(): Promise<boolean> {
  const code = takeCode();
  if (code !== null) {
    const answer = await reach('/rpc/session', post({ code }));
    if (answer.ok) credentials = keepSession(await answer.json());
  }
  credentials ??= storedCredentials();
  return credentials !== null;
}

/** Called when the resident no longer knows our token. */
export function onRefused(listener: () => void): void {
  refused = listener;
}

/** Gives a command. Throws `RpcError`, or an `AbortError` if the signal says so. */
export async function call<Name extends keyof Commands>(
  name: Name,
  input: Commands[Name][0],
  signal?: AbortSignal,
): Promise<Commands[Name][1]> {
  const answer = await authorized(`/rpc/${name}`, { ...post(input), signal: signal ?? null });
  return (await answer.json()) as Commands[Name][1];
}

/** A request with the token. Throws for every status of 400 or above. */
export async function authorized(path: string, init: RequestInit = {}): Promise<Response> {
  if (!credentials) throw new RpcError('unauthorized', 'this page has no session');
  if (!trusted) await askForProof(credentials);
  const headers = new Headers(init.headers);
  headers.set('Authorization', authorization(credentials));
  const answer = await reach(path, { ...init, headers });
  if (answer.ok) return answer;
  const error = RpcError.fromBody(answer.status, await answer.json().catch(() => null));
  if (error.code === 'unauthorized') {
    credentials = null;
    forgetSession();
    refused();
  }
  throw error;
}

/** To be called when a held answer breaks off: whoever answers next has to prove itself. */
export function connectionLost(): void {
  trusted = false;
}

async function askForProof(known: Credentials): Promise<void> {
  const nonce = freshNonce();
  const answer = await reach(proofUrl(nonce, known), {});
  if (!(await proves(answer.headers.get('X-Crashtray-Proof'), nonce, location.host, known.token)))
    throw new RpcError('stranger', `another program answers on \`${location.host}\``);
  trusted = true;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: 'no-store', credentials: 'omit', redirect: 'error' });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    connectionLost();
    throw new RpcError('unreachable', `nothing answers on \`${location.host}\``);
  }
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
