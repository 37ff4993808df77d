import type { NewKey } from './connections';
import type { Dialogs } from './dialogs';
import { SecretStorageError } from './keyStore';
import { keepForSessionQuestion } from './wording';

/**
 * Stores a key, or, where the editor's secret storage fails, offers to keep it until the window closes.
 *
 * @param store called again with `sessionOnly` when the user agrees
 * @returns undefined when the user does not want that
 */
export async function storeOrKeep<T>(
  dialogs: Dialogs,
  key: NewKey,
  store: (key: NewKey) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await store(key);
  } catch (error) {
    if (!(error instanceof SecretStorageError) || error.action !== 'store') {
      throw error;
    }
    const agreed = await dialogs.confirm(keepForSessionQuestion(error));
    return agreed ? store({ ...key, sessionOnly: true }) : undefined;
  }
}
