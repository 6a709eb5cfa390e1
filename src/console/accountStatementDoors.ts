import { z } from 'zod';
import { html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { type Account, isAccount } from '../ledger/account.ts';
import {
  type AccountSpan,
  accountCsv,
  accountPage,
  accountTotals,
} from '../ledger/accountStatement.ts';
import { askedOf } from './asked.ts';
import { monthAt } from './calendar.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import { dayRange, instantsOf } from './dayRange.ts';
import type { Door, MemberVisit } from './door.ts';
import { ledgerTabs } from './ledgerDoors.ts';
import { accountLines, totalsTable } from './ledgerTables.ts';
import { pager } from './pager.ts';
import { empty, input, select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';

const filter = z.object({ publisher: z.string().max(80).optional(), ...dayRange });
const query = filter.extend(pageQuery);

export interface AccountStatementDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
}

/** One account: what it held before, every line of it, and what it held after. */
export function accountStatementDoors(dependencies: AccountStatementDoorsDependencies): Door[] {
  const { db, publishers } = dependencies;

  function spanOf(
    { timeZone, now }: MemberVisit,
    account: unknown,
    asked: z.output<typeof filter>,
  ): AccountSpan & { account: Account } {
    if (typeof account !== 'string' || !isAccount(account)) throw new Problem('not_found');
    const from = asked.from ?? `${(asked.until ?? monthAt(now, timeZone)).slice(0, 7)}-01`;
    const span = instantsOf({ from, until: asked.until }, timeZone);
    return { account, publisher: asked.publisher, from: span.from!, until: span.until ?? now };
  }

  return [
    csvDoor(dependencies, '/ledger/accounts/:account.csv', (req, visit) =>
      accountCsv(db, spanOf(visit, req.params.account, validate(filter, askedOf(req)))),
    ),
    {
      method: 'get',
      path: '/ledger/accounts/:account',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say, timeZone } = visit;
        const asked = validate(query, askedOf(req));
        const span = spanOf(visit, req.params.account, asked);
        const { account } = span;
        const [totals, page] = await Promise.all([
          accountTotals(db, span),
          accountPage(db, span, asked),
        ]);
        const from = asked.from ?? `${monthAt(span.from, timeZone)}-01`;
        const here = `/console/ledger/accounts/${account}`;
        res.send(
          memberPage(visit, {
            title: say('accountOf', { name: account }),
            page: '/console/ledger',
            lead: say(`account_${account}`),
            beside: ledgerTabs(visit),
            body: html`<form class="filter" action="${here}">
${input({ name: 'from', label: say('from'), type: 'date', value: from })}
${input({ name: 'until', label: say('until'), type: 'date', value: asked.until })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>
${totals.length > 0 ? html`${totalsTable(visit, totals)}<section><h2>${say('entries')}</h2>${accountLines(visit, page.data)}</section>` : empty(say('noMoney'), say('noMoneyHint'))}${pager(visit, req, page.nextCursor, `${here}.csv`)}`,
          }),
        );
      },
    },
  ];
}
