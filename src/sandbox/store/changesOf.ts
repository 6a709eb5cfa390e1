type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What changed, as it was before: the previous_attributes of an update event. Inner objects show only what changed in them. */
export function changesOf(before: object, after: object): Record<string, unknown> {
  const changes: Plain = {};
  const [old, now] = [before as Plain, after as Plain];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [was, is] = [old[key], now[key]];
    if (same(was, is)) continue;
    const change = isPlain(was) && isPlain(is) ? changesOf(was, is) : (was ?? null);
    // Keys in another order are no change.
    if (!isPlain(change) || !isPlain(is) || Object.keys(change).length > 0) changes[key] = change;
  }
  return changes;
}

/** Only what was given: parameters that were left out change nothing. */
export const givenOf = <T extends object>(parameters: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
