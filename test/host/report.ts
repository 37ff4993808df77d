/**
 * Marks the lines of the test report among everything else that an extension host writes to its console. The program
 * that started the tests prints the lines marked as report without the mark.
 */
export const REPORT_MARK = '\u00a7 ';
/** Marks the title of a test that begins: worth knowing when it never ends. */
export const BEGIN_MARK = '\u00a7begin ';
/** The last line of a report. Without it the host ended before its tests did. */
export const REPORT_END = '\u00a7end';
