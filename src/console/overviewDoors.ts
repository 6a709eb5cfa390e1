import { openRefunds } from '../giving/refundStore.ts';
import {
  recurringRevenue,
  type SupporterFigures,
  supporterFigures,
} from '../giving/supporterFigures.ts';
import { dayMs, plusMs } from '../ground/clock.ts';
import { type Html, html } from '../ground/html.ts';
import { countUnsent } from '../ground/postDesk.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { openSubjects } from '../incidents/store.ts';
import { listMonthFigures, type MonthFigures } from '../ledger/monthFigures.ts';
import { listSnoozeReturns } from '../tally/snoozeTally.ts';
import { deliveryHealth } from '../webhooks/deliveryWatch.ts';
import { inboxHealth } from '../webhooks/eventStore.ts';
import { attentionList, mattersOf, shownIncidents } from './attention.ts';
import { monthAt, monthName, monthPlus, monthSpan } from './calendar.ts';
import { barChart } from './chart.ts';
import type { Door } from './door.ts';
import { empty, table } from './pieces.ts';
import { publisherFilter, publisherOf } from './publisherFilter.ts';
import { memberPage } from './shell.ts';
import { snoozeSection } from './snoozeSection.ts';
import type { Visit } from './visit.ts';

const nothing = (month: string, currency: string): MonthFigures => ({
  month,
  currency,
  once: 0,
  monthly: 0,
  annual: 0,
  gross: 0,
  fees: 0,
  refunds: 0,
  disputes: 0,
  other: 0,
  net: 0,
  payouts: 0,
});

const currenciesOf = (figures: readonly MonthFigures[]): string[] => {
  const gross = new Map<string, number>();
  for (const one of figures) gross.set(one.currency, (gross.get(one.currency) ?? 0) + one.gross);
  return [...gross].sort((a, b) => b[1] - a[1]).map(([currency]) => currency);
};

const card = (label: string, figure: string, hint = ''): Html =>
  html`<div class="card"><p class="label">${label}</p><p class="figure">${figure}</p>${hint && html`<p class="hint">${hint}</p>`}</div>`;

/** One currency: this month beside the last and a year, as figures, a chart, and the table that says the same. */
function currencySection(visit: Visit, currency: string, months: readonly MonthFigures[]): Html {
  const { say } = visit;
  const money = (amount: number) => visit.money(amount, currency);
  const [last, current] = [months.at(-2)!, months.at(-1)!];
  const year = months.slice(0, -1);
  const sum = (of: (one: MonthFigures) => number) => year.reduce((all, one) => all + of(one), 0);
  const shown = (title: string, gross: number, net: number) =>
    card(title, money(gross), say('netOf', { net: money(net) }));
  const title = say('chartTitle', { currency: currency.toUpperCase() });
  return html`<div class="grid">${shown(say('thisMonth'), current.gross, current.net)}${shown(
    say('lastMonth'),
    last.gross,
    last.net,
  )}${shown(
    say('yearTotal'),
    sum((one) => one.gross),
    sum((one) => one.net),
  )}</div><br>
<div class="card"><p class="key"><span><i class="gross"></i>${say('gross')}</span><span><i></i>${say('net')}</span></p>
${barChart(
  months.map(({ month, gross, net }) => ({
    label: monthName(month, visit.language, 'short'),
    gross,
    net,
  })),
  title,
  money,
)}</div><br>
<div class="card">${table({
    caption: say('byMonth', { currency: currency.toUpperCase() }),
    columns: [
      { title: say('month') },
      { title: say('gross'), isNumber: true },
      { title: say('net'), isNumber: true },
    ],
    isSlim: true,
    rows: [...months]
      .reverse()
      .map(({ month, gross, net }) => [
        html`<a href="/console/month?month=${month}">${monthName(month, visit.language)}</a>`,
        money(gross),
        money(net),
      ]),
  })}</div>`;
}

function moneySections(visit: Visit, figures: readonly MonthFigures[], month: string): Html {
  const { say } = visit;
  const currencies = currenciesOf(figures);
  if (currencies.length === 0) return empty(say('noMoney'), say('noMoneyHint'));
  const months = Array.from({ length: 13 }, (_, i) => monthPlus(month, i - 12));
  return html`${currencies.map((currency) =>
    currencySection(
      visit,
      currency,
      months.map(
        (one) =>
          figures.find((f) => f.month === one && f.currency === currency) ?? nothing(one, currency),
      ),
    ),
  )}`;
}

function supporterCards(visit: Visit, figures: SupporterFigures, revenue: string): Html {
  const { say, number } = visit;
  return html`<div class="grid wide">${card(say('supportersNow'), number(figures.now))}${card(
    say('supportersNew'),
    number(figures.began),
  )}${card(say('supportersLost'), number(figures.ended))}${card(
    say('supportersFailing'),
    number(figures.failing),
  )}${card(say('onceThisMonth'), number(figures.once))}${card(say('recurring'), revenue || '–')}</div>`;
}

// A line for each length and publisher: more than there are.
const everyLength = 10_000;

function snoozesOfYear(db: Database, now: Date, publisher: string | undefined) {
  const [from, today] = [plusMs(now, -365 * dayMs), now].map((at) => at.toISOString().slice(0, 10));
  return listSnoozeReturns(db, today!, { publisher, from, limit: everyLength });
}

export interface OverviewDoorsDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
  /** Who is written to when something goes wrong. */
  readonly alertsTo: readonly string[];
}

/** The first page: what needs attention, how the money stands, who supports. */
export function overviewDoors({ db, publishers, alertsTo }: OverviewDoorsDependencies): Door[] {
  return [
    {
      method: 'get',
      path: '/',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say, timeZone, now } = visit;
        const publisher = publisherOf(publishers, req.query.publisher);
        const month = monthAt(now, timeZone);
        const { from } = monthSpan(month, timeZone);
        const [
          inbox,
          supporters,
          revenue,
          figures,
          refunds,
          unsentLetters,
          incidents,
          delivery,
          snoozes,
        ] = await Promise.all([
          inboxHealth(db),
          supporterFigures(db, { from, until: now, publisher }),
          recurringRevenue(db, { at: now, publisher }),
          listMonthFigures(db, { from: monthPlus(month, -12), to: month, timeZone, publisher }),
          openRefunds(db),
          countUnsent(db, plusMs(now, -7 * dayMs)),
          openSubjects(db, shownIncidents),
          deliveryHealth(db, now),
          snoozesOfYear(db, now, publisher),
        ]);
        const waitingRefunds = refunds.filter(({ status }) => status === 'waiting').length;
        const matters = mattersOf(visit, inbox, supporters, {
          waitingRefunds,
          unsentLetters,
          daysLeft: delivery.daysLeft,
          incidents,
        });
        res.send(
          memberPage(visit, {
            title: say('overview'),
            page: '/console',
            beside: publisherFilter(visit, publishers, publisher, '/console'),
            body: html`<section><h2>${say('attention')}</h2>${attentionList(visit, matters)}${alertsTo.length === 0 && html`<p class="hint">${say('alertsNobody')}</p>`}</section>
<section><h2>${say('money')}</h2>${moneySections(visit, figures, month)}</section>
<section><h2>${say('supporters')}</h2>${supporterCards(
              visit,
              supporters,
              revenue.map(({ amount, currency }) => visit.money(amount, currency)).join(' + '),
            )}</section>${snoozeSection(visit, snoozes)}`,
          }),
        );
      },
    },
  ];
}
