import { type Html, html } from '../ground/html.ts';
import type { SnoozeReturns } from '../tally/snoozeTally.ts';
import { table } from './pieces.ts';
import type { Visit } from './visit.ts';

/** The longest of each line, in days: a week, a month, a quarter, half a year, a year. */
const longest = [7, 31, 92, 183, 365] as const;

/** How long readers put the appeal off, and how many saw it again; nothing before the first did. */
export function snoozeSection(visit: Visit, lengths: readonly SnoozeReturns[]): Html | false {
  const { say, number } = visit;
  const lines = longest.map((most, i) => {
    const least = (longest[i - 1] ?? 0) + 1;
    const all = lengths.filter(({ days }) => days >= least && days <= most);
    const sum = (of: (one: SnoozeReturns) => number) => all.reduce((so, one) => so + of(one), 0);
    return {
      title: say('snoozeDays', { least: number(least), most: number(most) }),
      snoozed: sum((one) => one.snoozed),
      over: sum((one) => one.over),
      returned: sum((one) => one.returned),
    };
  });
  const shown = lines.filter(({ snoozed, returned }) => snoozed + returned > 0);
  return (
    shown.length > 0 &&
    html`<section><h2>${say('snoozes')}</h2><div class="card">${table({
      caption: say('snoozesHint'),
      columns: [
        { title: say('snoozeLength') },
        { title: say('snoozed'), isNumber: true },
        { title: say('snoozesOver'), isNumber: true },
        { title: say('snoozesReturned'), isNumber: true },
        { title: say('snoozesRate'), isNumber: true },
      ],
      rows: shown.map(({ title, snoozed, over, returned }) => [
        title,
        number(snoozed),
        number(over),
        number(returned),
        visit.percent(returned, over),
      ]),
    })}</div></section>`
  );
}
