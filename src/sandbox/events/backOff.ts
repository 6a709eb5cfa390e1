const minute = 60;
const hour = 3600;

/** Seconds until the next attempt, after each failed one: quick at first, then for three days. */
const steps = [
  1,
  5,
  30,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  20 * hour,
];

/** Milliseconds to wait after so many failed attempts; undefined where it is given up. */
export function waitAfter(attempts: number): number | undefined {
  const seconds = steps[attempts - 1];
  return seconds === undefined ? undefined : seconds * 1000;
}
