import type { ApiError } from '../../../src/api/errors';
import type { FaultyProject } from '../../support/faults/faultyProject';
import type { Words } from './words';

/** How an operation ended for the user. */
export type Ending =
  | { readonly kind: 'done' }
  /** `text`: all that is said about it, with the titles of the buttons. */
  | { readonly kind: 'failed'; readonly error: ApiError; readonly text: string };

/** A row of the matrix: an operation as the extension does it, and what is true of it, whatever goes wrong. */
export interface MatrixOperation {
  readonly name: string;
  /** The request that faults befall. */
  readonly target: { readonly method: string; readonly path: string; readonly body?: RegExp };
  /** Requests of other kinds that go before it. */
  readonly preamble: number;
  /** `state`: can be repeated; `once`: must not be, unless it never left. */
  readonly nature: 'read' | 'state' | 'once';
  readonly priority: 'user' | 'background';
  /** It sends a body, and gets a second more for it. */
  readonly uploads?: true;
  /** What a good answer carries. */
  readonly answer: 'json' | 'script' | 'nothing';
  /** Whether its address ends at one config. */
  readonly ofConfig: boolean;
  /** After a failure that leaves it open, it is found out whether it was done. */
  readonly looksUp: boolean;
  /** Faults that it gets round by doing the same in another way. */
  readonly getsRound: RegExp;
  /** Faults that a single broken row could be behind. */
  readonly salvages?: RegExp;
  /** The row that carries the failure. */
  readonly marks?: number;
  /** How what is said begins. */
  readonly opening: RegExp;
  /** What is advised where it is not known whether it was done. */
  readonly adviceWhenOpen: RegExp;
  /** Begins it; the fault is there already. */
  run(project: FaultyProject, words: Words): Promise<Ending>;
  /** Whether the server has done it, from its own state. */
  isDone(project: FaultyProject): boolean;
}
