/** Milliseconds before mocha's own limit: time enough to throw, and to take a picture. */
const MARGIN_MS = 1_000;

/** Mocha gives helpers no other way to know which test is running; only the root hooks set it. */
let deadline = Number.POSITIVE_INFINITY;

/** When whatever waits has to give up, in milliseconds since the epoch, so that it can still say what it waited for. */
export function testDeadline(): number {
  return deadline;
}

/** To be called before each test. @param timeoutMs mocha's limit; 0 for none */
export function testBegins(timeoutMs: number): void {
  deadline = timeoutMs > 0 ? Date.now() + timeoutMs - MARGIN_MS : Number.POSITIVE_INFINITY;
}

/** To be called after each test. */
export function testEnds(): void {
  deadline = Number.POSITIVE_INFINITY;
}
