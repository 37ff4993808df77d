import type { ApiErrorKind, ApiErrorReason } from '../../../src/api/errors';
import type { ConnectionFault } from '../../support/faults/connections';
import type { Fault } from '../../support/faults/fault';
import type { Certificate } from '../../support/faults/faultProxy';

/** What is done to the requests of one operation. */
export type Deed =
  | { readonly to: 'answer'; readonly fault: Fault }
  | { readonly to: 'connection'; readonly fault: ConnectionFault }
  | { readonly to: 'certificate'; readonly certificate: Certificate };

/** What a person is told: the error, and words for its cause and for what to do. */
export interface Told {
  readonly kind: ApiErrorKind;
  readonly reason?: ApiErrorReason;
  readonly cause: RegExp;
  readonly next: RegExp;
}

/** A column of the matrix: a fault that lasts, and what is true of it, whatever is asked for. */
export interface MatrixFault {
  readonly name: string;
  readonly deed: Deed;
  /**
   * Whether the server does what a write asks for, each way a cell of its own. Absent: it does not.
   *
   * `either`: the proxy stands for both.
   */
  readonly acts?: 'always' | 'either';
  /** Nobody can tell from it whether a write was done. Absent: it was not. */
  readonly leavesOpen?: true;
  /** It may pass by itself: what may be sent again is. */
  readonly passes?: true;
  /** No byte of the request leaves this machine. */
  readonly unsent?: true;
  /** The server answers and says so: work in the background does not insist. */
  readonly isRefusal?: true;
  /** Milliseconds from one request to the next; they count where they are seconds. */
  readonly periodMs?: number;
  /** Longer where a body has to be sent first. */
  readonly waitsForUpload?: true;
  /** It strikes once: another window has stored another key by then, and that one works. */
  readonly replacesKey?: true;
  /** Requests that follow the first one because of what is answered. */
  readonly followed?: number;
  /**
   * Only answers that have a body, or that are JSON or nothing (half a script is a script for all that anybody can
   * tell), or that are JSON.
   */
  readonly hitsOnly?: 'bodies' | 'jsonOrNothing' | 'json';
  /** Absent: nothing, because it does not matter. */
  readonly told?: Told;
  /** Instead, where the address ends at one config. */
  readonly toldOfConfig?: Told;
  /** Instead, of operations that change nothing. */
  readonly toldOfReads?: Told;
  /** Instead, of single operations. */
  readonly toldOf?: Readonly<Record<string, Told>>;
  /** It only matters to writes. */
  readonly sparesReads?: true;
}
