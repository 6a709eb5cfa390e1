import type { SupporterFigures } from '../giving/supporterFigures.ts';
import { type Html, html } from '../ground/html.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { MonthFigures } from '../ledger/monthFigures.ts';
import { monthAt, monthName, monthPlus } from './calendar.ts';
import type { MemberVisit } from './door.ts';
import { select, table } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';

/** What a month moved in one currency, and what lay at Stripe before and after it. Minor units. */
export interface MonthStatement extends MonthFigures {
  readonly opening: number;
  readonly closing: number;
}

/** The money of a month, line by line. */
export function statement(visit: MemberVisit, figures: MonthStatement): Html {
  const { say } = visit;
  const money = (amount: number) => visit.money(amount, figures.currency);
  const sum = (amount: number) => html`<strong>${money(amount)}</strong>`;
  const gifts = (['once', 'monthly', 'annual'] as const).map((frequency) => [
    say('giftsOf', { frequency: say(frequency) }),
    money(figures[frequency]),
  ]);
  return html`<div class="card">${table({
    caption: `${say('statement')}, ${figures.currency.toUpperCase()}`,
    isSlim: true,
    columns: [{ title: say('kind') }, { title: say('amount'), isNumber: true }],
    rows: [
      ...gifts,
      [say('gross'), sum(figures.gross)],
      [say('fees'), money(0 - figures.fees)],
      [say('refunds'), money(0 - figures.refunds)],
      [say('disputes'), money(0 - figures.disputes)],
      [say('other'), money(figures.other)],
      [say('net'), sum(figures.net)],
      [say('atStripeBefore'), money(figures.opening)],
      [say('toBank'), money(0 - figures.payouts)],
      [say('atStripeAfter'), sum(figures.closing)],
    ],
  })}</div><br>`;
}

/** Who gave in a month. @param revenue what runs each month, in words */
export function supporters(visit: MemberVisit, figures: SupporterFigures, revenue: string): Html {
  const { say, number } = visit;
  return html`<div class="card">${table({
    caption: say('supporters'),
    isSlim: true,
    columns: [{ title: say('supporters') }, { title: say('count'), isNumber: true }],
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

const monthsToChoose = 24;

/** The choice of a month, and of a publisher where there are several. */
export function monthForm(
  visit: MemberVisit,
  publishers: Publishers,
  { month, publisher }: { readonly month: string; readonly publisher: string | undefined },
): Html {
  const { say, language } = visit;
  const current = monthAt(visit.now, visit.timeZone);
  const latest = Array.from({ length: monthsToChoose }, (_, i) => monthPlus(current, -i));
  const months = [...new Set([...latest, month])].sort().reverse();
  return html`<form class="filter" action="/console/month">
${select({ name: 'month', label: say('month'), value: month, options: months.map((one) => [one, monthName(one, language)] as const) })}
${publishers.size > 1 && select({ name: 'publisher', label: say('publisher'), value: publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>`;
}
