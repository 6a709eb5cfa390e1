import { z } from 'zod';
import { type Html, html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Queryable } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type Balance, listBalances } from '../ledger/store.ts';
import { balanceCsv, transferCsv, transferFilter, transferPage } from '../ledger/transferList.ts';
import { askedOf } from './asked.ts';
import { startOfDay } from './calendar.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import { dayField, dayRange, instantsOf } from './dayRange.ts';
import type { Door, MemberVisit } from './door.ts';
import { accountNames, trialBalance } from './ledgerTables.ts';
import { noneFound, pager } from './pager.ts';
import { input, select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';
import { transferTable } from './transferTable.ts';

const balanceFilter = z.object({
  publisher: z.string().max(80).optional(),
  day: dayField.optional(),
});
const journalFilter = transferFilter.extend(dayRange);
const journalQuery = journalFilter.extend(pageQuery);

export interface LedgerDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
}

/** The ways between the pages of the ledger. */
export const ledgerTabs = ({ say }: MemberVisit): Html =>
  html`<nav class="row tabs" aria-label="${say('ledger')}"><a href="/console/ledger">${say('trialBalance')}</a><a href="/console/ledger/journal">${say('journal')}</a></nav>`;

function journalForm(
  visit: MemberVisit,
  publishers: Publishers,
  asked: z.output<typeof journalFilter>,
): Html {
  const { say } = visit;
  return html`<form class="filter" action="/console/ledger/journal">
${input({ name: 'from', label: say('from'), type: 'date', value: asked.from })}
${input({ name: 'until', label: say('until'), type: 'date', value: asked.until })}
${select({ name: 'account', label: say('accountName'), value: asked.account, options: [['', say('any')], ...accountNames.map((one) => [one, one] as const)] })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
${input({ name: 'source', label: say('idAtStripe'), value: asked.source })}
<button class="quiet">${say('show')}</button></form>`;
}

async function balancesFor(
  db: Queryable,
  { timeZone, now }: MemberVisit,
  { publisher, day }: z.output<typeof balanceFilter>,
): Promise<Balance[]> {
  // The last instant of the day: what moves at midnight is the next day's.
  const at = day ? new Date(startOfDay(day, timeZone, 1).getTime() - 1) : now;
  const balances = await listBalances(db, at);
  return balances.filter((one) => !publisher || one.publisher === publisher);
}

const balanceDoor = ({ db, publishers }: LedgerDoorsDependencies): Door => ({
  method: 'get',
  path: '/ledger',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = validate(balanceFilter, askedOf(req));
    const { publisher, day } = asked;
    const shownDay = visit.day(day ? startOfDay(day, visit.timeZone) : visit.now);
    const whose = publisher && publishers.get(publisher)?.name;
    const rest = { ...(publisher ? { publisher } : {}), ...(day ? { until: day } : {}) };
    res.send(
      memberPage(visit, {
        title: say('trialBalance'),
        page: '/console/ledger',
        lead: html`${say('balancesAt')} ${shownDay}${whose && `, ${whose}`}<br>${say('trialBalanceLead')}`,
        beside: ledgerTabs(visit),
        body: html`<form class="filter" action="/console/ledger">
${input({ name: 'day', label: say('balancesAt'), type: 'date', value: day })}
${select({ name: 'publisher', label: say('publisher'), value: publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>
${trialBalance(visit, await balancesFor(db, visit, asked), rest)}${pager(visit, req, null, '/console/ledger.csv')}`,
      }),
    );
  },
});

const journalOf = ({ timeZone }: MemberVisit, asked: z.output<typeof journalFilter>) => ({
  ...asked,
  ...instantsOf(asked, timeZone),
});

const journalDoor = ({ db, publishers }: LedgerDoorsDependencies): Door => ({
  method: 'get',
  path: '/ledger/journal',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = validate(journalQuery, askedOf(req));
    const { after, limit } = asked;
    const wanted = { ...journalOf(visit, asked), after, limit };
    const { data, nextCursor } = await transferPage(db, wanted);
    const list =
      data.length > 0
        ? html`<div class="card">${transferTable(visit, data)}</div>`
        : noneFound(visit, req, ['noMoney', 'noMoneyHint']);
    res.send(
      memberPage(visit, {
        title: say('journal'),
        page: '/console/ledger',
        lead: say('journalLead'),
        beside: ledgerTabs(visit),
        body: html`${journalForm(visit, publishers, asked)}${list}${pager(visit, req, nextCursor, '/console/ledger/journal.csv')}`,
      }),
    );
  },
});

/** The ledger: what the accounts held on any day, and the journal. */
export function ledgerDoors(dependencies: LedgerDoorsDependencies): Door[] {
  const { db } = dependencies;
  return [
    balanceDoor(dependencies),
    csvDoor(dependencies, '/ledger.csv', (req, visit) =>
      balanceCsv(() => balancesFor(db, visit, validate(balanceFilter, askedOf(req)))),
    ),
    journalDoor(dependencies),
    csvDoor(dependencies, '/ledger/journal.csv', (req, visit) =>
      transferCsv(db, journalOf(visit, validate(journalFilter, askedOf(req)))),
    ),
  ];
}
