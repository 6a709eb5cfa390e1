import { z } from 'zod';
import { html } from '../ground/html.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { chart, isAccount } from '../ledger/account.ts';
import { type Balance, listBalances, listTransfers } from '../ledger/store.ts';
import { isDay, startOfDay } from './calendar.ts';
import type { Door, MemberVisit } from './door.ts';
import { pager } from './pager.ts';
import { empty, input, select, table } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';
import { transferTable } from './transferTable.ts';

const blank = z.literal('').transform(() => undefined);
const query = z.object({
  account: blank.or(z.string().refine(isAccount, 'is not in the chart of accounts')).optional(),
  publisher: blank.or(z.string().max(80)).optional(),
  day: blank.or(z.string().refine(isDay, 'must be a day such as 2026-11-30')).optional(),
  ...pageQuery,
});
const cursor = z.tuple([z.int()]);

function balanceTable(visit: MemberVisit, balances: readonly Balance[]) {
  const { say } = visit;
  if (balances.length === 0) return empty(say('noMoney'), say('noMoneyHint'));
  return html`<div class="card">${table({
    columns: [
      { title: say('accountName') },
      { title: say('publisher') },
      { title: say('balance'), isNumber: true },
    ],
    rows: balances.map(({ account, publisher, amount, currency }) => [
      html`<span>${account}<br><small>${isAccount(account) && chart[account]}</small></span>`,
      publisher,
      visit.money(amount, currency),
    ]),
  })}</div>`;
}

export interface LedgerDoorsDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
}

/** The ledger: what the accounts held on any day, and the journal. */
export function ledgerDoors({ db, publishers }: LedgerDoorsDependencies): Door[] {
  return [
    {
      method: 'get',
      path: '/ledger',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say, timeZone } = visit;
        const { account, publisher, day, after, limit } = validate(query, req.query);
        // The last instant of the day: what moves at midnight is the next day's.
        const at = day ? new Date(startOfDay(day, timeZone, 1).getTime() - 1) : visit.now;
        const before = readCursor(after, cursor)?.[0];
        const [balances, rows] = await Promise.all([
          listBalances(db, at),
          listTransfers(db, { account, publisher, before, limit: limit + 1 }),
        ]);
        const page = pageOf(rows, limit, (row) => writeCursor([row.sequence]));
        const shown = balances.filter(
          (one) =>
            (!publisher || one.publisher === publisher) && (!account || one.account === account),
        );
        const accounts = Object.keys(chart).map((one) => [one, one] as const);
        res.send(
          memberPage(visit, {
            title: say('ledger'),
            page: '/console/ledger',
            lead: say('ledgerLead'),
            body: html`<form class="filter" action="/console/ledger">
${input({ name: 'day', label: say('balancesAt'), type: 'date', value: day ?? '' })}
${select({ name: 'account', label: say('accountName'), value: account, options: [['', say('any')], ...accounts] })}
${select({ name: 'publisher', label: say('publisher'), value: publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>
<section><h2>${say('accounts')}</h2>${balanceTable(visit, shown)}</section>
<section><h2>${say('journal')}</h2><div class="card">${transferTable(visit, page.data)}</div>${pager(visit, req, page.nextCursor, undefined)}</section>`,
          }),
        );
      },
    },
  ];
}
