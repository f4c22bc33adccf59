/** What a command failed with. Programs look at `code`, people read `message` and `hint`. */
export class RpcError extends Error {
  override readonly name = 'RpcError';

  constructor(
    /** `query`, `not_found`, `unauthorized` … from the resident; `unreachable` and `stranger` are ours. */
    readonly code: string,
    message: string,
    /** A full sentence that names the next step. */
    readonly hint: string | null = null,
    /** For `query`: where in the text it is wrong, counted in characters. */
    readonly at: number | null = null,
  ) {
    super(message);
  }

  /** From the body of an answer with a status of 400 or above. */
  static fromBody(status: number, body: unknown): RpcError {
    const fallback = status === 401 ? 'unauthorized' : 'internal';
    if (typeof body !== 'object' || body === null)
      return new RpcError(fallback, `the answer was ${status} without a reason`);
    const { code, message, hint, at } = body as Record<string, unknown>;
    return new RpcError(
      status === 401 ? 'unauthorized' : typeof code === 'string' ? code : fallback,
      typeof message === 'string' ? message : `the answer was ${status}`,
      typeof hint === 'string' ? hint : null,
      typeof at === 'number' ? at : null,
    );
  }

  /** Any thrown value as one of ours. */
  static from(thrown: unknown): RpcError {
    if (thrown instanceof RpcError) return thrown;
    return new RpcError('internal', thrown instanceof Error ? thrown.message : String(thrown));
  }
}
