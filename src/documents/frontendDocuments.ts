import { l10n, TabInputText, Uri, window } from 'vscode';

import type { CallOptions } from '../api/client';
import type { Clock } from '../api/clock';
import { isApiError, type ApiErrorKind } from '../api/errors';
import { getFrontend, type Frontend } from '../api/pluginConfigs';
import { connectionLabel } from '../connection/connection';
import type { Projects } from '../connection/projects';
import { TranspilingPoll } from './transpilingPoll';

/** Which config's front end a document shows. */
export interface FrontendAddress {
  readonly connectionId: string;
  readonly configId: number;
}

/** A document that waits for its source, and how to name what it shows, which is still known when the connection is not. */
interface Waiting {
  readonly address: FrontendAddress;
  readonly name: string;
  readonly where: string;
}

/** Failures that may pass by themselves: the document goes on waiting through them. */
const PASSING: ReadonlySet<ApiErrorKind> = new Set<ApiErrorKind>(['network', 'server', 'rateLimited']);

/**
 * The texts of front-end documents: the source, which is only ever shown, or a comment that says why there is none.
 * One that is being transpiled is read again by itself while an editor shows it.
 */
export class FrontendDocuments {
  private readonly poll: TranspilingPoll;
  private readonly waiting = new Map<string, Waiting>();

  /** @param onDidChange what a document that waits for its source is to show now */
  constructor(
    private readonly projects: Projects,
    clock: Clock,
    private readonly onDidChange: (uri: Uri, text: string) => void,
  ) {
    this.poll = new TranspilingPoll({
      clock,
      isOpen: isShown,
      read: (uri, signal) => this.readAgain(uri, signal),
      onGivenUp: (uri) =>
        this.tell(uri, (name, where) =>
          l10n.t(
            'The front end of {0} in {1} is still being transpiled, and was not waited for any longer. Show it again later.',
            name,
            where,
          ),
        ),
    });
  }

  /**
   * Reads the front end from the server, and begins to wait for it where it is still being transpiled.
   *
   * @throws ApiError, NoConnectionError
   */
  async text(uri: Uri, address: FrontendAddress): Promise<string> {
    const key = uri.toString();
    const frontend = await this.read(address);
    const { connectionId, configId } = address;
    const name = this.projects.label(connectionId, configId) ?? l10n.t('plugin config {0}', configId);
    const where = connectionLabel(this.projects.connection(connectionId));
    if (frontend.kind === 'transpiling') {
      this.waiting.set(key, { address, name, where });
      this.poll.start(key);
    } else {
      this.waiting.delete(key);
      this.poll.stop(key);
    }
    return frontendText(frontend, name, where);
  }

  dispose(): void {
    this.poll.dispose();
  }

  /** Only a new state is shown: the words for waiting stay as they are. */
  private async readAgain(uri: string, signal: AbortSignal): Promise<'transpiling' | 'done'> {
    const waiting = this.waiting.get(uri);
    if (!waiting) {
      return 'done';
    }
    try {
      const frontend = await this.read(waiting.address, { signal, priority: 'background' });
      if (frontend.kind === 'transpiling') {
        return 'transpiling';
      }
      if (!signal.aborted) {
        this.show(uri, frontendText(frontend, waiting.name, waiting.where));
      }
      return 'done';
    } catch (error) {
      if (isApiError(error) && PASSING.has(error.kind)) {
        return 'transpiling';
      }
      if (!signal.aborted) {
        this.tell(uri, (name, where) =>
          l10n.t(
            'The front end of {0} in {1} was still being transpiled, and reading it again failed. Show it again.',
            name,
            where,
          ),
        );
      }
      return 'done';
    }
  }

  private async read({ connectionId, configId }: FrontendAddress, options?: CallOptions): Promise<Frontend> {
    const api = await this.projects.api(connectionId);
    try {
      const { frontend } = await getFrontend(api, configId, options);
      this.projects.learn(connectionId, 'getFrontend', 'ok');
      return frontend;
    } catch (error) {
      if (isApiError(error)) {
        this.projects.learn(connectionId, 'getFrontend', error);
      }
      throw error;
    }
  }

  private tell(uri: string, sentence: (name: string, where: string) => string): void {
    const waiting = this.waiting.get(uri);
    if (waiting) {
      this.show(uri, comment(sentence(waiting.name, waiting.where)));
    }
  }

  /** There is nothing left to wait for. */
  private show(uri: string, text: string): void {
    this.waiting.delete(uri);
    this.onDidChange(Uri.parse(uri, true), text);
  }
}

/** The four states that a server tells as JavaScript, in words where there is no source. */
function frontendText(frontend: Frontend, name: string, where: string): string {
  switch (frontend.kind) {
    case 'source':
      return frontend.source || comment(l10n.t('The front end of {0} in {1} is empty.', name, where));
    case 'none':
      return comment(l10n.t('{0} in {1} has no front end.', name, where));
    case 'transpiling':
      return comment(
        l10n.t(
          'The front end of {0} in {1} is still being transpiled. It is shown here as soon as it is ready.',
          name,
          where,
        ),
      );
    case 'error':
      return comment(
        l10n.t('The front end of {0} in {1} does not compile: {2}', name, where, frontend.message),
      );
  }
}

/** Whether a tab has the document, in front or not. */
function isShown(uri: string): boolean {
  return window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri),
  );
}

function comment(text: string): string {
  return text
    .split(/\r\n|\r|\n|\u2028|\u2029/)
    .map((line) => `// ${line}\n`)
    .join('');
}
