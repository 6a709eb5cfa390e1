import { type Timer, takeTimers } from '../store/timerTable.ts';
import type { Work } from '../store/work.ts';
import { createAgenda } from './agenda.ts';
import { prefetch } from './prefetch.ts';
import { rings } from './rings.ts';

/** So many rings are kept in memory before they are written. */
const keptRings = 250;

async function ring(work: Work, { kind, object, dueAt, clock }: Timer): Promise<void> {
  await rings[kind](clock === null ? work : work.atTime(dueAt, clock), object);
  await work.runLater();
}

/** Rings timers in the order of their moments, and with them those that they set. */
async function ringAll(work: Work, timers: readonly Timer[]): Promise<void> {
  const agenda = createAgenda();
  agenda.add(timers);
  let rung = 0;
  for (let moment = agenda.next(); moment.length > 0; moment = agenda.next()) {
    for (const timer of moment) {
      await ring(work, timer);
      rung += 1;
      if (rung % keptRings === 0) await work.flush();
    }
    agenda.add(work.takeHeldTimers());
  }
}

/**
 * Lets all happen that was to happen by a time, in its order: by the work's own time, or, where a test clock is given,
 * each thing at its very moment. What one thing sets for a moment within the time happens too, without a way through the
 * database.
 * @param most of the timers are taken at one go; the next call goes on
 * @returns whether nothing is left
 */
export async function passTime(
  work: Work,
  to: number,
  { clock = null, most = 100_000 }: { clock?: string | null; most?: number } = {},
): Promise<boolean> {
  await work.flush();
  const timers = await takeTimers(work.db, work.account, { clock, at: to, most });
  const isAll = timers.length < most;
  // Where some are left, nothing that comes after them may overtake.
  const by = isAll ? to : timers.at(-1)!.dueAt;
  work.holdTimers((timer) => timer.clock === clock && timer.dueAt <= by);
  await prefetch(work, timers);
  await ringAll(work, timers);
  work.holdTimers(null);
  await work.flush();
  return isAll;
}
