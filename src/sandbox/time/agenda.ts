import type { Timer } from '../store/timerTable.ts';

const nameOf = ({ kind, object, dueAt }: Timer): string => `${kind} ${object} ${dueAt}`;

/** Timers in the order of their moments; those of one moment in the order in which they were set, each once. */
export function createAgenda() {
  const moments = new Map<number, Map<string, Timer>>();
  function earliest(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const at of moments.keys()) if (at < first) first = at;
    return first;
  }

  return {
    add(timers: readonly Timer[]): void {
      for (const timer of timers) {
        const moment = moments.get(timer.dueAt) ?? new Map<string, Timer>();
        moments.set(timer.dueAt, moment);
        if (!moment.has(nameOf(timer))) moment.set(nameOf(timer), timer);
      }
    },
    /** The timers of the earliest moment, taken out; empty where nothing is left. */
    next(): Timer[] {
      const at = earliest();
      const timers = [...(moments.get(at)?.values() ?? [])];
      moments.delete(at);
      return timers;
    },
  };
}
