import { type Html, html } from '../ground/html.ts';
import type { Incident } from '../incidents/incident.ts';
import type { KeptPayout } from '../ledger/payoutStore.ts';
import type { PayoutLine } from '../reconcile/payoutLines.ts';
import type { MemberVisit } from './door.ts';
import { incidentList } from './incidentList.ts';
import { bankBadge, lineTable, standingBadge } from './payoutTables.ts';
import { facts, id, notice, table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken, memberPage } from './shell.ts';

/** How many lines one page shows; the file has them all. */
const mostLines = 500;

/** Both sides of the payout added up, and what is left between them. */
function balance(visit: MemberVisit, payout: KeptPayout, lines: readonly PayoutLine[]): Html {
  const { say } = visit;
  const money = (amount: number) => visit.money(amount, payout.currency);
  const parts = lines.filter(({ source }) => source !== payout.movement);
  const sum = (of: (line: PayoutLine) => number) => parts.reduce((all, line) => all + of(line), 0);
  const theirs = sum(({ stripe }) => stripe.net);
  const ours = sum((line) => line.ours?.net ?? 0);
  return html`<div class="card">${table({
    isSlim: true,
    columns: [
      { title: say('kind') },
      { title: say('stripeSays'), isNumber: true },
      { title: say('weSay'), isNumber: true },
      { title: say('difference'), isNumber: true },
    ],
    rows: [
      [say('payoutSum'), money(theirs), money(ours), money(theirs - ours)],
      [say('paidOut'), money(payout.amount), money(ours), money(payout.amount - ours)],
    ],
  })}</div>`;
}

export interface PayoutView {
  readonly payout: KeptPayout;
  readonly lines: readonly PayoutLine[];
  readonly incidents: readonly Incident[];
  /** What was just done, in words. */
  readonly done: string | undefined;
}

/** One payout: what Stripe says, what we say, and every line where that is not the same. */
export function payoutView(
  visit: MemberVisit,
  { payout, lines, incidents, done }: PayoutView,
): string {
  const { say } = visit;
  const here = `/console/payouts/${encodeURIComponent(payout.id)}`;
  const different = lines.filter(({ verdict }) => verdict !== 'explained');
  const again = html`<form method="post" action="${here}/checks" class="noprint"><br>${formToken(visit)}<button>${say('reconcileAgain')}</button><p class="hint">${say('reconcileAgainHint')}</p></form>`;
  return memberPage(visit, {
    title: `${say('payout')} ${visit.money(payout.amount, payout.currency)}`,
    page: '/console/payouts',
    lead: id(payout.id),
    body: html`${done !== undefined && notice(done)}<div class="card">${facts([
      [say('standing'), standingBadge(visit, payout)],
      [say('status'), bankBadge(visit, payout)],
      [say('publisher'), payout.publisher],
      [say('made'), visit.time(payout.createdAt)],
      [say('arrives'), visit.day(payout.arrivesAt)],
      [say('checkedAt'), visit.time(payout.checkedAt)],
      payout.reconciledAt !== null && [say('reconciledAt'), visit.time(payout.reconciledAt)],
    ])}${!payout.automatic && html`<p class="hint">${say('untoldHint')}</p>`}${mayActAs(visit.who.role, 'finance') && again}</div>
${incidents.length > 0 && html`<section><h2>${say('openMatters')}</h2>${incidentList(visit, incidents)}</section>`}
${
  lines.length > 0 &&
  html`<section><h2>${say('stripeSays')} / ${say('weSay')}</h2>${balance(visit, payout, lines)}</section>
<section><h2>${say('differences')}</h2>${different.length > 0 ? lineTable(visit, different.slice(0, mostLines)) : html`<p>${say('noDifferences')}</p>`}</section>`
}
<section><h2>${say('lines')}</h2>${lines.length > mostLines && html`<p class="hint">${say('linesShown', { shown: mostLines, all: lines.length })}</p>`}${lineTable(visit, lines.slice(0, mostLines))}
<p class="row pager"><a href="/console/payouts">${say('back')}</a><a href="${here}.csv">${say('csv')}</a></p></section>`,
  });
}
