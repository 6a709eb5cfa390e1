import type { Timer } from './timerTable.ts';
import type { Work } from './work.ts';

/** What waits until all else is done. */
export function createPutOff(): Pick<Work, 'later' | 'runLater'> {
  const tasks: (() => Promise<void>)[] = [];
  return {
    later: (task) => void tasks.push(task),
    async runLater() {
      for (let task = tasks.shift(); task; task = tasks.shift()) await task();
    },
  };
}

type IsWanted = (timer: Timer) => boolean;

/** Timers that are set and not written yet; those that are held back are not to be written at all. */
export function createTimers() {
  let timers: Timer[] = [];
  let isHeld: IsWanted = () => false;
  const take = (isWanted: IsWanted): Timer[] => {
    const taken = timers.filter(isWanted);
    if (taken.length > 0) timers = timers.filter((timer) => !isWanted(timer));
    return taken;
  };
  return {
    add: (timer: Timer) => void timers.push(timer),
    hold: (which: IsWanted | null) => {
      isHeld = which ?? (() => false);
    },
    takeHeld: () => take(isHeld),
    takeOthers: () => take((timer) => !isHeld(timer)),
  };
}

/** Whether something is to be delivered once all is committed. */
export function createExpected(): Pick<Work, 'expectDelivery' | 'hasDeliveries'> {
  let isExpected = false;
  return {
    expectDelivery: () => {
      isExpected = true;
    },
    hasDeliveries: () => isExpected,
  };
}
