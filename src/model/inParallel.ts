/**
 * Runs a task for each item, at most `width` at the same time. After a failure no further one is begun; those under
 * way are waited for.
 *
 * @throws what the first task that failed threw
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        await task(item);
      } catch (error) {
        failures.push(error);
        left.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failures.length > 0) {
    throw failures[0];
  }
}
