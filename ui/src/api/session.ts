/**
 * Who we are to the resident: the window's token, set before our scripts run, or a browser's session, traded once for the code in the
 * address and kept in this origin's storage.
 */

declare global {
  interface Window {
    /** Set by the window's initialization script. */
    readonly __CRASHTRAY_TOKEN__?: string;
  }
}

/** What the `Authorization` header says, and by what the resident proves that it knows it. */
export interface Credentials {
  /** Null for the window. */
  sessionId: string | null;
  token: string;
}

const KEY = 'crashtray.session';

/** Credentials at hand, without asking anybody. */
export function storedCredentials(): Credentials | null {
  if (window.__CRASHTRAY_TOKEN__) return { sessionId: null, token: window.__CRASHTRAY_TOKEN__ };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as unknown;
    return isSession(kept) ? { sessionId: kept.id, token: kept.token } : null;
  } catch {
    return null;
  }
}

/** Keeps a session that the resident has just given. */
export function keepSession(body: unknown): Credentials | null {
  if (!isSession(body)) return null;
  localStorage.setItem(KEY, JSON.stringify({ id: body.id, token: body.token }));
  return { sessionId: body.id, token: body.token };
}

/** Forgets a session that the resident no longer knows. */
export function forgetSession(): void {
  localStorage.removeItem(KEY);
}

/** The one-time code of the address, which is taken out of it. */
export function takeCode(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const code = fragment.get('code');
  if (code === null) return null;
  fragment.delete('code');
  const rest = fragment.toString();
  history.replaceState(history.state, '', location.pathname + location.search + (rest ? `#${rest}` : ''));
  return code;
}

/** The value of the `Authorization` header. */
export function authorization({ sessionId, token }: Credentials): string {
  return `Bearer ${sessionId === null ? token : `${sessionId}.${token}`}`;
}

function isSession(value: unknown): value is { id: string; token: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { id, token } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof token === 'string';
}
