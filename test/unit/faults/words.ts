import { withEditorWords } from '../../support/faults/editorWords';

/** The modules of the editor side that word failures. */
export async function loadWords() {
  return withEditorWords(async () => ({
    ...(await import('../../../src/views/messages')),
    ...(await import('../../../src/views/logPanel/feedMessage')),
    ...(await import('../../../src/commands/createWords')),
    ...(await import('../../../src/commands/jobWords')),
  }));
}

export type Words = Awaited<ReturnType<typeof loadWords>>;
