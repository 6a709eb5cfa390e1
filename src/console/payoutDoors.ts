import { note } from '../audit/store.ts';
import { html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { openIncidentsOf } from '../incidents/store.ts';
import { payoutStatuses } from '../ledger/payout.ts';
import { findPayout, type KeptPayout } from '../ledger/payoutStore.ts';
import { listPayoutLines } from '../reconcile/payoutLines.ts';
import {
  type PayoutFilter,
  payoutCsv,
  payoutFilter,
  payoutLineCsv,
  payoutPage,
} from '../reconcile/payoutList.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { noneFound, pager } from './pager.ts';
import { payoutView } from './payoutPage.ts';
import { payoutTable } from './payoutTables.ts';
import { select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';

const query = payoutFilter.extend(pageQuery);

export interface PayoutDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
  readonly reconcile: Reconcile;
}

function filterForm(visit: MemberVisit, publishers: Publishers, asked: PayoutFilter) {
  const { say } = visit;
  const reconciled = asked.reconciled === undefined ? '' : asked.reconciled ? 'yes' : 'no';
  return html`<form class="filter" action="/console/payouts">
${select({
  name: 'reconciled',
  label: say('standing'),
  value: reconciled,
  options: [
    ['', say('any')],
    ['no', say('onlyOpen')],
    ['yes', say('onlyReconciled')],
  ],
})}
${select({ name: 'status', label: say('status'), value: asked.status, options: [['', say('any')], ...payoutStatuses.map((one) => [one, say(`payout_${one}`)] as const)] })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>`;
}

const listDoor = ({ db, publishers }: PayoutDoorsDependencies): Door => ({
  method: 'get',
  path: '/payouts',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = validate(query, askedOf(req));
    const { data, nextCursor } = await payoutPage(db, asked);
    const none = noneFound(visit, req, ['noPayouts', 'noPayoutsHint']);
    res.send(
      memberPage(visit, {
        title: say('payouts'),
        page: '/console/payouts',
        lead: say('payoutsLead'),
        body: html`${filterForm(visit, publishers, asked)}${data.length > 0 ? payoutTable(visit, data) : none}${pager(visit, req, nextCursor, '/console/payouts.csv')}`,
      }),
    );
  },
});

/** Payouts: the list, one with every line of it, and another check. */
export function payoutDoors(dependencies: PayoutDoorsDependencies): Door[] {
  const { db, clock, reconcile } = dependencies;

  async function need(id: unknown): Promise<KeptPayout> {
    const payout = await findPayout(db, String(id));
    if (!payout) throw new Problem('not_found');
    return payout;
  }

  return [
    listDoor(dependencies),
    csvDoor(dependencies, '/payouts.csv', (req) =>
      payoutCsv(db, validate(payoutFilter, askedOf(req))),
    ),
    csvDoor(dependencies, '/payouts/:id.csv', async (req) =>
      payoutLineCsv(db, (await need(req.params.id)).id),
    ),
    {
      method: 'get',
      path: '/payouts/:id',
      needs: 'viewer',
      async serve(visit, req, res) {
        const payout = await need(req.params.id);
        const lines = await listPayoutLines(db, payout.id);
        const subjects = [payout.id, ...lines.map(({ source }) => source)];
        const [, added, different] = /^(\d+),(\d+)$/.exec(String(req.query.done)) ?? [];
        const done =
          added !== undefined && different !== undefined
            ? visit.say('reconciledNow', { added, different })
            : undefined;
        const incidents = await openIncidentsOf(db, { subjects });
        res.send(payoutView(visit, { payout, lines, incidents, done }));
      },
    },
    {
      method: 'post',
      path: '/payouts/:id/checks',
      needs: 'finance',
      async serve({ who }, req, res) {
        const payout = await need(req.params.id);
        const { added, different, isReconciled } = await reconcile.checkOne(payout);
        const detail = `${isReconciled ? 'reconciled' : 'not reconciled'}, added ${added.length}, different ${different.length}`;
        await db.transaction((tx) =>
          note(tx, clock, {
            actor: who.staffId,
            act: 'payout_checked',
            subject: payout.id,
            detail,
          }),
        );
        const done = `${added.length},${different.length}`;
        res.redirect(303, `/console/payouts/${encodeURIComponent(payout.id)}?done=${done}`);
      },
    },
  ];
}
