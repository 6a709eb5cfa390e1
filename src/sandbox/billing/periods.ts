export interface Interval {
  readonly interval: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
}

const daySeconds = 86_400;

/**
 * The moment that lies so many intervals after an anchor, both in unix seconds. Months keep the anchor's day, or end
 * where they are shorter: from 31 January come 28 February and 31 March.
 */
export function afterIntervals(
  anchor: number,
  { interval, count }: Interval,
  times: number,
): number {
  const steps = count * times;
  if (interval === 'day') return anchor + steps * daySeconds;
  if (interval === 'week') return anchor + steps * 7 * daySeconds;
  const start = new Date(anchor * 1000);
  const months =
    start.getUTCFullYear() * 12 + start.getUTCMonth() + steps * (interval === 'year' ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), months % 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay)) / 1000;
  return midnight + (anchor % daySeconds);
}

/** The end of the period that holds or begins at `at`, counted from the anchor. */
export function periodEndAfter(anchor: number, interval: Interval, at: number): number {
  const guess = { day: 1, week: 7, month: 31, year: 366 }[interval.interval] * interval.count;
  let times = Math.max(0, Math.floor((at - anchor) / (guess * daySeconds)));
  while (afterIntervals(anchor, interval, times) <= at) times += 1;
  return afterIntervals(anchor, interval, times);
}
