import { fromUnixSeconds } from '../ground/clock.ts';
import type { YearSoFar } from './playYear.ts';

export interface ProgressFacts {
  readonly from: number;
  readonly days: number;
  /** A bar that is drawn over itself, on a terminal; otherwise a line a month. */
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

const width = 30;
const lineEveryDays = 30;

/** Shows how far a year has been played. */
export function createProgress({ from, days, isTerminal, write }: ProgressFacts) {
  const dayOf = (day: number) =>
    fromUnixSeconds(from + day * 86_400)
      .toISOString()
      .slice(0, 10);
  return {
    onDay({ day, supporters, deeds }: YearSoFar): void {
      const facts = `${dayOf(day)}  ${supporters} supporters so far, ${deeds} deeds`;
      if (!isTerminal) {
        if (day % lineEveryDays === 0 || day === days) write(`${facts}\n`);
        return;
      }
      const full = Math.round((day / days) * width);
      const bar = '█'.repeat(full) + '░'.repeat(width - full);
      const percent = String(Math.round((day / days) * 100)).padStart(3);
      write(`\r${bar} ${percent} %  ${facts}\u001b[K`);
    },
    /** Leaves the bar's line. */
    end: (): void => {
      if (isTerminal) write('\n');
    },
  };
}
