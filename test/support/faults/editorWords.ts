import Module from 'node:module';

/** As the editor does it without a translation: `{0}` becomes the first argument. */
function t(text: string, ...values: readonly unknown[]): string {
  return text.replace(/\{(\d+)\}/g, (_whole, index: string) => String(values[Number(index)]));
}

type Load = (request: string, ...rest: readonly unknown[]) => unknown;

/**
 * Loads modules that word things for people in plain Node, where there is no editor: `vscode` is there while they load,
 * with `l10n.t` and nothing else.
 */
export async function withEditorWords<T>(load: () => Promise<T>): Promise<T> {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = function (this: unknown, request, ...rest) {
    return request === 'vscode' ? { l10n: { t } } : original.call(this, request, ...rest);
  };
  try {
    return await load();
  } finally {
    loader._load = original;
  }
}
