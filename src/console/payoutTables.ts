import { type Html, html } from '../ground/html.ts';
import type { KeptPayout } from '../ledger/payoutStore.ts';
import type { PayoutLine } from '../reconcile/payoutLines.ts';
import type { MemberVisit } from './door.ts';
import { badge, empty, id, link, table } from './pieces.ts';

/** How far our books explain a payout, in one word. */
export function standingBadge({ say, money }: MemberVisit, payout: KeptPayout): Html {
  const { unexplained, currency, stripeReconciliation } = payout;
  if (payout.reconciledAt) return badge(say('standing_reconciled'), 'good');
  if (!payout.automatic) return badge(say('standing_untold'));
  if (!payout.checkedAt) return badge(say('standing_unchecked'));
  if (unexplained)
    return badge(say('standing_open', { amount: money(unexplained, currency) }), 'bad');
  if (stripeReconciliation !== 'completed') return badge(say('standing_waiting'));
  return badge(say('standing_differs'), 'bad');
}

const bankTones = {
  pending: '',
  in_transit: '',
  paid: 'good',
  failed: 'bad',
  canceled: 'warn',
} as const;

export const bankBadge = ({ say }: MemberVisit, { status }: KeptPayout): Html =>
  badge(say(`payout_${status}`), bankTones[status]);

export function payoutTable(visit: MemberVisit, payouts: readonly KeptPayout[]): Html {
  const { say } = visit;
  return html`<div class="card">${table({
    columns: [
      { title: say('payout') },
      { title: say('amount'), isNumber: true },
      { title: say('made') },
      { title: say('arrives') },
      { title: say('status') },
      { title: say('standing') },
    ],
    rows: payouts.map((payout) => [
      link(`/console/payouts/${encodeURIComponent(payout.id)}`, id(payout.id)),
      visit.money(payout.amount, payout.currency),
      visit.day(payout.createdAt),
      visit.day(payout.arrivesAt),
      bankBadge(visit, payout),
      standingBadge(visit, payout),
    ]),
  })}</div>`;
}

function verdictBadge({ say, money }: MemberVisit, line: PayoutLine): Html {
  const added = line.addedByCheck && html` <small>${say('addedByCheck')}</small>`;
  if (line.verdict === 'explained') return html`${badge(say('verdict_explained'), 'good')}${added}`;
  if (line.verdict === 'missing') return badge(say('verdict_missing'), 'bad');
  const by = line.stripe.net - (line.ours?.net ?? 0);
  const says =
    by === 0 ? say('verdict_fee') : say('verdict_differs', { amount: money(by, line.currency) });
  return html`${badge(says, 'bad')}${added}`;
}

/** What Stripe says of each line beside what our ledger says of it. */
export function lineTable(visit: MemberVisit, lines: readonly PayoutLine[]): Html {
  const { say, money } = visit;
  if (lines.length === 0) return empty(say('nothingFound'), say('untoldHint'));
  const withFee = (net: number, fee: number, currency: string) =>
    html`<span>${money(net, currency)}${fee !== 0 && html`<br><small>${say('fees')} ${money(fee, currency)}</small>`}</span>`;
  return html`<div class="card">${table({
    columns: [
      { title: say('source') },
      { title: say('kind') },
      { title: say('when') },
      { title: say('stripeSays'), isNumber: true },
      { title: say('weSay'), isNumber: true },
      { title: say('verdict') },
    ],
    rows: lines.map((line) => [
      line.ours
        ? link(`/console/ledger/journal?source=${encodeURIComponent(line.source)}`, id(line.source))
        : id(line.source),
      line.kind,
      visit.time(line.at),
      withFee(line.stripe.net, line.stripe.fee, line.currency),
      line.ours ? withFee(line.ours.net, line.ours.fee, line.currency) : '–',
      verdictBadge(visit, line),
    ]),
  })}</div>`;
}
