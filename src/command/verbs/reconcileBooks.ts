import { z } from 'zod';
import type { Reconciled } from '../../reconcile/reconcile.ts';
import { askFinance } from '../askFinance.ts';
import { endings, verb } from '../verb.ts';

const day = z.iso.date('must be a day such as 2026-11-30');

/** What was found, a line for each thing that was not as it should be. */
function findings({ days, payouts, gifts }: Reconciled): string[] {
  return [
    ...days.flatMap(({ publisher, day: on, added, unknown, different }) => [
      ...added.map((id) => `${publisher} ${on}: ${id} was missing in the ledger, and was added`),
      ...unknown.map((id) => `${publisher} ${on}: ${id} is in the ledger, and not at Stripe`),
      ...different.map((id) => `${publisher} ${on}: ${id} differs`),
    ]),
    ...payouts
      .filter(({ isReconciled, unexplained }) => !isReconciled && unexplained !== null)
      .map(({ publisher, id, unexplained }) => `${publisher} ${id}: ${unexplained} unexplained`),
    ...gifts.map(({ gift, here, there }) => `${gift}: ${here} here, ${there} at Stripe; put right`),
  ];
}

/** The books are held against Stripe. */
export const reconcileBooks = verb({
  name: 'reconcile',
  says: 'holds days, payouts and recurring gifts against Stripe, and adds what is missing',
  given: z.object({
    from: day.describe('first day (UTC)'),
    to: day.describe('last day (UTC)'),
  }),
  async run({ from, to }, operator) {
    const answer = await askFinance(operator, 'reconciliations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ from, to }),
    });
    const found = (await answer.json()) as Reconciled;
    const lines = findings(found);
    const movements = found.days.reduce((sum, one) => sum + one.movements, 0);
    const reconciled = found.payouts.filter(({ isReconciled }) => isReconciled).length;
    return {
      data: found,
      lines: [
        ...lines,
        `${movements} movements and ${found.payouts.length} payouts looked at, ${reconciled} reconciled`,
      ],
      ending: lines.length > 0 ? endings.found : endings.done,
    };
  },
});
