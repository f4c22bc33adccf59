/** A DSN in its parts, as the set-up page explains them. */

export interface DsnParts {
  /** `http://` */
  scheme: string;
  /** The key: the project's name. */
  key: string;
  /** `localhost:8969` */
  host: string;
  /** The number at the end. */
  number: string;
}

/** Null where it does not read as a DSN of ours; then it is shown as it is. */
export function dsnParts(dsn: string): DsnParts | null {
  const [, scheme, key, host, number] = /^(https?:\/\/)([^@/]+)@([^/]+)\/(\w+)$/.exec(dsn) ?? [];
  return scheme && key && host && number ? { scheme, key, host, number } : null;
}
