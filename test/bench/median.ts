/** The middle one: one slow moment of the machine does not count. @throws Error where there is none */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no numbers');
  return middle;
}
