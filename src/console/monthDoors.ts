import {
  recurringRevenue,
  type SupporterFigures,
  supporterFigures,
} from '../giving/supporterFigures.ts';
import { html } from '../ground/html.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { listMonthFigures, type MonthFigures } from '../ledger/monthFigures.ts';
import { isMonth, monthAt, monthName, monthPlus, monthSpan } from './calendar.ts';
import type { Door, MemberVisit } from './door.ts';
import { empty, table } from './pieces.ts';
import { publisherFilter, publisherOf } from './publisherFilter.ts';
import { memberPage } from './shell.ts';

function statement(visit: MemberVisit, figures: MonthFigures) {
  const { say } = visit;
  const money = (amount: number) => visit.money(amount, figures.currency);
  const gifts = (['once', 'monthly', 'annual'] as const).map((frequency) => [
    say('giftsOf', { frequency: say(frequency) }),
    money(figures[frequency]),
  ]);
  return html`<div class="card">${table({
    caption: `${say('statement')}, ${figures.currency.toUpperCase()}`,
    isSlim: true,
    columns: [{ title: '' }, { title: say('amount'), isNumber: true }].map((one) => ({
      ...one,
      title: one.title || say('kind'),
    })),
    rows: [
      ...gifts,
      [say('gross'), money(figures.gross)],
      [say('fees'), money(0 - figures.fees)],
      [say('refunds'), money(0 - figures.refunds)],
      [say('disputes'), money(0 - figures.disputes)],
      [say('other'), money(figures.other)],
      [say('net'), html`<strong>${money(figures.net)}</strong>`],
      [say('toBank'), money(figures.payouts)],
    ],
  })}</div><br>`;
}

function supporters(visit: MemberVisit, figures: SupporterFigures, revenue: string) {
  const { say, number } = visit;
  return html`<div class="card">${table({
    caption: say('supporters'),
    isSlim: true,
    columns: [{ title: say('supporters') }, { title: say('status'), isNumber: true }],
    rows: [
      [say('atStart'), number(figures.atStart)],
      [say('beganInMonth'), number(figures.began)],
      [say('endedInMonth'), number(figures.ended)],
      [say('atEnd'), number(figures.now)],
      [say('churn'), visit.percent(figures.ended, figures.atStart)],
      [say('recurringAtEnd'), revenue || '–'],
    ],
  })}</div>`;
}

export interface MonthDoorsDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
}

/** A month on one page, for the accountants. */
export function monthDoors({ db, publishers }: MonthDoorsDependencies): Door[] {
  return [
    {
      method: 'get',
      path: '/month',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say, timeZone, now } = visit;
        const publisher = publisherOf(publishers, req.query.publisher);
        const asked = req.query.month;
        const month = isMonth(asked) ? asked : monthAt(now, timeZone);
        const span = monthSpan(month, timeZone);
        const until = span.until < now ? span.until : now;
        const [figures, people, revenue] = await Promise.all([
          listMonthFigures(db, { from: month, to: month, timeZone, publisher }),
          supporterFigures(db, { from: span.from, until, publisher }),
          recurringRevenue(db, { at: until, publisher }),
        ]);
        const worth = revenue.map(({ amount, currency }) => visit.money(amount, currency));
        const rest = publisher ? `&publisher=${encodeURIComponent(publisher)}` : '';
        res.send(
          memberPage(visit, {
            title: monthName(month, visit.language),
            page: '/console/month',
            lead: html`${say('monthLead')} ${publisher && publishers.get(publisher)?.name}`,
            beside: publisherFilter(visit, publishers, publisher, '/console/month', { month }),
            body: html`${figures.length === 0 ? html`${empty(say('quietMonth'), say('nothingFoundHint'))}<br>` : figures.map((one) => statement(visit, one))}
${supporters(visit, people, worth.join(' + '))}
<p class="row pager"><a href="/console/month?month=${monthPlus(month, -1)}${rest}">${say('earlier')}</a><a href="/console/month?month=${monthPlus(month, 1)}${rest}">${say('later')}</a></p>`,
          }),
        );
      },
    },
  ];
}
