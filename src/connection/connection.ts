/** One project on one server, reached with one stored key. Holds nothing secret. */
export interface Connection {
  /** Stable and random; part of document addresses and of a restored log panel's state. */
  readonly id: string;
  /** Scheme, host and port as `URL.origin` writes them. The key is bound to it. */
  readonly origin: string;
  readonly projectId: number;
  /** As the server called it when it was last seen; undefined where the key may not read it. */
  readonly projectName?: string;
  /** Which stored key it uses. Several projects of one origin may share one. */
  readonly keyId: string;
  /** The user agreed to send the key over plain http to this host. Shown wherever the connection is named. */
  readonly insecure?: true;
  /** The demo project: its server runs inside the extension and `origin` changes with every start. */
  readonly demo?: true;
}

/** How a connection is named to people: project and host, and that it is insecure where it is. */
export function connectionLabel(connection: Connection): string {
  const project = connection.projectName ?? `Project ${String(connection.projectId)}`;
  return connection.demo ? project : `${project} — ${new URL(connection.origin).host}`;
}
