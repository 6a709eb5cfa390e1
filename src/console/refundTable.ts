import type { RefundRequest, RefundStatus } from '../giving/refundStore.ts';
import { type Html, html } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import { badge, id, link, type Tone, table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken } from './shell.ts';

const tones: Record<RefundStatus, Tone> = {
  waiting: 'warn',
  agreed: '',
  sent: 'good',
  refused: 'bad',
  withdrawn: '',
  declined: '',
  expired: '',
};

function acts(visit: MemberVisit, { id: request, status, askedBy }: RefundRequest): Html | string {
  if (status !== 'waiting' || !mayActAs(visit.who.role, 'finance')) return '–';
  const form = (act: 'agree' | 'decline' | 'withdraw') =>
    html`<form method="post" action="/console/refunds/${encodeURIComponent(request)}/${act}">${formToken(visit)}<button class="small${act !== 'agree' && ' quiet'}">${visit.say(act)}</button></form>`;
  return askedBy === visit.who.staffId
    ? form('withdraw')
    : html`<div class="row">${form('agree')}${form('decline')}</div>`;
}

/** Refunds that were ordered, each with who did what. @param names of staff by id */
export const refundTable = (
  visit: MemberVisit,
  refunds: readonly RefundRequest[],
  names: ReadonlyMap<string, string>,
): Html => {
  const { say } = visit;
  return html`<div class="card">${table({
    columns: [
      { title: say('gift') },
      { title: say('amount'), isNumber: true },
      { title: say('reason') },
      { title: say('who') },
      { title: say('status') },
      { title: say('actions') },
    ],
    rows: refunds.map((one) => [
      link(`/console/gifts/${encodeURIComponent(one.giftId)}`, id(one.giftId)),
      visit.money(one.amount, one.currency),
      one.reason,
      html`<span>${names.get(one.askedBy) ?? one.askedBy}, ${visit.time(one.askedAt)}${one.decidedBy && one.decidedBy !== one.askedBy && html`<br>${names.get(one.decidedBy) ?? one.decidedBy}, ${visit.time(one.decidedAt)}`}</span>`,
      html`<span>${badge(say(`refund_${one.status}`), tones[one.status])}<br><small>${one.status === 'waiting' ? html`${say('waitsUntil')} ${visit.time(one.expiresAt)}` : (one.error ?? one.refundId)}</small></span>`,
      acts(visit, one),
    ]),
  })}</div>`;
};
