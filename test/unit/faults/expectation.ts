import type { MatrixFault, Told } from './matrixFault';
import type { MatrixOperation } from './matrixOperation';

/** One cell: an operation that meets a fault. */
export interface Cell {
  readonly operation: MatrixOperation;
  readonly fault: MatrixFault;
  /** Whether the server does behind it what it is asked for. */
  readonly acts: boolean;
  /** Whether it strikes only once, and then all is well. */
  readonly once: boolean;
}

/** What has to come of it. */
export interface Expectation {
  /** Undefined where it succeeds all the same. */
  readonly told: Told | undefined;
  /** Whether the server has done it in the end. */
  readonly isDone: boolean;
  /** Whether nobody can tell. */
  readonly isOpen: boolean;
  /** How often it is tried, also where nothing leaves this machine. */
  readonly attempts: number;
  /** Requests to its address that arrive. */
  readonly requests: number;
}

/** Salvaging rows out of a list that fails takes one request more: whether a page without rows fails too. */
const SALVAGE = 1;

/** Everything that a call may take, in milliseconds. */
const WHOLE_CALL_MS = 60_000;
/** What a body of less than 32 kB adds to it. */
const UPLOAD_MS = 1_000;
/** Between two attempts. */
const SHORTEST_PAUSE_MS = 125;
const MOST_ATTEMPTS = { user: 4, background: 2 } as const;

/**
 * All cells: what a server may do behind a fault is told apart only for writes, and those that may pass by themselves
 * come once for good and once not.
 */
export function cellsOf(
  operations: readonly MatrixOperation[],
  faults: readonly MatrixFault[],
): readonly Cell[] {
  return operations.flatMap((operation) =>
    faults.flatMap((fault) => {
      const ways = operation.nature === 'read' ? [fault.acts === 'always'] : waysOf(fault);
      const cells = ways.map((acts): Cell => ({ operation, fault, acts, once: false }));
      const isPassing = fault.passes === true && fault.deed.to === 'answer';
      return isPassing ? [...cells, ...cells.slice(-1).map((cell) => ({ ...cell, once: true }))] : cells;
    }),
  );
}

function waysOf({ acts }: MatrixFault): readonly boolean[] {
  return acts === 'either' ? [false, true] : [acts === 'always'];
}

export function expectationOf({ operation, fault, acts, once }: Cell): Expectation {
  const isRead = operation.nature === 'read';
  const wouldBeTold = isNoticed(operation, fault) ? toldOf(operation, fault) : undefined;
  const most = wouldBeTold ? attemptsOf(operation, fault) : 1;
  const passes = once && most > 1;
  const told = passes ? undefined : wouldBeTold;
  const attempts = passes ? 2 : most;
  const followed = told && !isRead && fault.sparesReads !== undefined ? 0 : (fault.followed ?? 0);
  const isOpen = !isRead && told !== undefined && fault.leavesOpen === true;
  const isFoundDone = isOpen && acts && operation.looksUp;
  const succeeds = told === undefined || isFoundDone || operation.getsRound.test(fault.name);
  return {
    told: succeeds ? undefined : told,
    isDone: !isRead && (succeeds || acts),
    isOpen: isOpen && !succeeds,
    attempts: attempts + followed,
    requests: fault.unsent ? 0 : attempts + followed + (operation.salvages?.test(fault.name) ? SALVAGE : 0),
  };
}

/** Whether the fault makes any difference to this operation. */
function isNoticed({ answer, nature }: MatrixOperation, { hitsOnly, sparesReads }: MatrixFault): boolean {
  if (sparesReads && nature === 'read') {
    return false;
  }
  switch (hitsOnly) {
    case 'bodies':
      return answer !== 'nothing';
    case 'jsonOrNothing':
      return answer !== 'script';
    case 'json':
      return answer === 'json';
    default:
      return true;
  }
}

function toldOf({ name, nature, ofConfig }: MatrixOperation, fault: MatrixFault): Told | undefined {
  return (
    fault.toldOf?.[name] ??
    (nature === 'read' ? fault.toldOfReads : undefined) ??
    (ofConfig ? fault.toldOfConfig : undefined) ??
    fault.told
  );
}

function attemptsOf({ nature, priority, uploads }: MatrixOperation, fault: MatrixFault): number {
  const maySendAgain = nature !== 'once' || fault.unsent === true;
  const insists = priority === 'user' || !fault.isRefusal;
  if (!fault.passes || !maySendAgain || !insists) {
    return 1;
  }
  if (fault.periodMs === undefined) {
    return MOST_ATTEMPTS[priority];
  }
  const upload = uploads ? UPLOAD_MS : 0;
  const period = fault.periodMs + (fault.waitsForUpload ? upload : 0) + SHORTEST_PAUSE_MS;
  return Math.min(MOST_ATTEMPTS[priority], 1 + Math.floor((WHOLE_CALL_MS + upload) / period));
}
