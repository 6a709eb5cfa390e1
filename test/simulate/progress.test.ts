import { expect, test } from 'vitest';
import { createProgress } from '../../src/simulate/progress.ts';

const from = Date.parse('2026-01-01') / 1000;

function shown(isTerminal: boolean): string[] {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const progress = createProgress({ from, days: 60, isTerminal, write });
  for (const day of [1, 30, 45, 60])
    progress.onDay({ clock: 'clock_1', day, supporters: day * 2, deeds: day * 3 });
  progress.end();
  return written;
}

test('on a terminal a bar grows over itself, and its line is left at the end', () => {
  const [first, half, , full, end] = shown(true);
  for (const text of [first, half, full]) {
    expect(text).toMatch(/^\r[█░]{30} /);
    expect(text!.endsWith('\u001b[K')).toBe(true);
  }
  expect(half).toContain(
    `${'█'.repeat(15)}${'░'.repeat(15)}  50 %  2026-01-31  60 supporters so far`,
  );
  expect(full).toContain(`${'█'.repeat(30)} 100 %`);
  expect(end).toBe('\n');
});

test('in a file it is a line a month, and one at the end', () => {
  expect(shown(false)).toEqual([
    '2026-01-31  60 supporters so far, 90 deeds\n',
    '2026-03-02  120 supporters so far, 180 deeds\n',
  ]);
});
