/**
 * In the browser-served VS Code the test report travels among everything else that the extension host writes to its
 * console: marked, so that the program that started the tests can pick it out and drop the mark.
 */
export const REPORT_MARK = '\u00a7 ';
/** Marks the title of a test that begins: worth knowing when it never ends. */
export const BEGIN_MARK = '\u00a7begin ';
/** The last line of a report. Without it the host ended before its tests did. */
export const REPORT_END = '\u00a7end';

/**
 * A desktop VS Code hands its console through, so nothing is marked there. This environment variable names a file to
 * write when the tests have come to their end: an extension host that dies may well exit with 0.
 */
export const DONE_FILE_VARIABLE = 'HOST_TESTS_DONE_FILE';
