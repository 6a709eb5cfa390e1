import type { Request } from 'express';
import {
  recurringRevenue,
  type SupporterFigures,
  supporterFigures,
} from '../giving/supporterFigures.ts';
import type { CsvTable } from '../ground/csv.ts';
import { html } from '../ground/html.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { listMonthFigures } from '../ledger/monthFigures.ts';
import { turnoverBefore } from '../ledger/turnover.ts';
import { isMonth, monthAt, monthName, monthPlus, monthSpan } from './calendar.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { type MonthStatement, monthForm, statement, supporters } from './monthPage.ts';
import { empty } from './pieces.ts';
import { publisherOf } from './publisherFilter.ts';
import { memberPage } from './shell.ts';

export interface MonthDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
}

type Line = readonly [string, string, string, number | string];

/** The statement as a table for spreadsheets: a line for each figure; money in minor units. */
function monthCsv(month: string, { figures, people, revenue }: MonthFacts): CsvTable<Line> {
  const money = figures.flatMap(({ currency, month: _, ...one }) =>
    Object.entries(one).map(([name, amount]): Line => [month, currency, name, amount]),
  );
  const worth = revenue.map(({ currency, amount }): Line => [month, currency, 'recurring', amount]);
  const count = (name: string, value: number): Line => [month, '', name, value];
  const counts = [
    count('supporters_at_start', people.atStart),
    count('supporters_began', people.began),
    count('supporters_ended', people.ended),
    count('supporters_at_end', people.now),
  ];
  return {
    name: `month-${month}`,
    columns: ['month', 'currency', 'figure', 'value'],
    lines: (line) => [line],
    pages: async () => ({ data: [...money, ...worth, ...counts], nextCursor: null }),
  };
}

interface MonthFacts {
  readonly figures: readonly MonthStatement[];
  readonly people: SupporterFigures;
  readonly revenue: Awaited<ReturnType<typeof recurringRevenue>>;
}

/** Whose statement it is, which a printed one must say; undefined for that of several. */
const whose = (publishers: Publishers, publisher: string | undefined): string | undefined =>
  publisher
    ? publishers.get(publisher)?.name
    : publishers.size === 1
      ? [...publishers.values()][0]!.name
      : undefined;

/** A month on one page, for the accountants. */
export function monthDoors(dependencies: MonthDoorsDependencies): Door[] {
  const { db, publishers } = dependencies;

  function askedOf({ timeZone, now }: MemberVisit, { query }: Request) {
    const publisher = publisherOf(publishers, query.publisher);
    return { publisher, month: isMonth(query.month) ? query.month : monthAt(now, timeZone) };
  }

  async function factsOf(
    { timeZone, now }: MemberVisit,
    { publisher, month }: ReturnType<typeof askedOf>,
  ): Promise<MonthFacts> {
    const span = monthSpan(month, timeZone);
    const until = span.until < now ? span.until : now;
    const [moved, people, revenue, [before = [], after = []]] = await Promise.all([
      listMonthFigures(db, { from: month, to: month, timeZone, publisher }),
      supporterFigures(db, { from: span.from, until, publisher }),
      recurringRevenue(db, { at: until, publisher }),
      turnoverBefore(db, [span.from, span.until], 'stripe_balance'),
    ]);
    const atStripe = (lines: typeof before, currency: string) =>
      lines
        .filter((one) => one.currency === currency)
        .filter((one) => publisher === undefined || one.publisher === publisher)
        .reduce((sum, { debits, credits }) => sum + debits - credits, 0);
    const figures = moved.map((one) => ({
      ...one,
      opening: atStripe(before, one.currency),
      closing: atStripe(after, one.currency),
    }));
    return { figures, people, revenue };
  }

  return [
    csvDoor(dependencies, '/month.csv', async (req, visit) => {
      const asked = askedOf(visit, req);
      return monthCsv(asked.month, await factsOf(visit, asked));
    }),
    {
      method: 'get',
      path: '/month',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say } = visit;
        const asked = askedOf(visit, req);
        const { month, publisher } = asked;
        const { figures, people, revenue } = await factsOf(visit, asked);
        const worth = revenue.map(({ amount, currency }) => visit.money(amount, currency));
        const rest = publisher ? `&publisher=${encodeURIComponent(publisher)}` : '';
        const to = (by: number) => `/console/month?month=${monthPlus(month, by)}${rest}`;
        res.send(
          memberPage(visit, {
            title: monthName(month, visit.language),
            page: '/console/month',
            lead: html`${say('monthLead')} ${whose(publishers, publisher) ?? say('allPublishers')}`,
            body: html`${monthForm(visit, publishers, asked)}${figures.length === 0 ? html`${empty(say('quietMonth'), say('quietMonthHint'))}<br>` : figures.map((one) => statement(visit, one))}
${supporters(visit, people, worth.join(' + '))}
<p class="row pager"><span class="row"><a href="${to(-1)}">${say('earlier')}</a>${month < monthAt(visit.now, visit.timeZone) && html`<a href="${to(1)}">${say('later')}</a>`}</span><a href="/console/month.csv?month=${month}${rest}">${say('csv')}</a></p>`,
          }),
        );
      },
    },
  ];
}
