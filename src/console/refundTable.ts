import type { RefundRequest, RefundStatus } from '../giving/refundStore.ts';
import { type Html, html } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import { badge, id, link, type Tone, table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken } from './shell.ts';
import type { Staff } from './staffStore.ts';

const tones: Record<RefundStatus, Tone> = {
  waiting: 'warn',
  agreed: '',
  sent: 'good',
  refused: 'bad',
  withdrawn: '',
  declined: '',
  expired: '',
};

export type StaffById = ReadonlyMap<string, Staff>;

/** Whether somebody may order refunds today: two pairs of eyes are not there where one has lost its right. */
export const mayOrder = (staff: Staff | undefined): boolean =>
  staff !== undefined && staff.closedAt === null && mayActAs(staff.role, 'finance');

function acts(
  visit: MemberVisit,
  { id: request, status, askedBy }: RefundRequest,
  staff: StaffById,
): Html | string {
  if (status !== 'waiting' || !mayActAs(visit.who.role, 'finance')) return '–';
  const form = (act: 'agree' | 'decline' | 'withdraw') =>
    html`<form method="post" action="/console/refunds/${encodeURIComponent(request)}/${act}">${formToken(visit)}<button class="small${act !== 'agree' && ' quiet'}">${visit.say(act)}</button></form>`;
  return askedBy === visit.who.staffId
    ? form('withdraw')
    : html`<div class="row">${mayOrder(staff.get(askedBy)) && form('agree')}${form('decline')}</div>`;
}

/** Who ordered it, and who decided. */
function people(visit: MemberVisit, one: RefundRequest, staff: StaffById): Html {
  const nameOf = (id: string) => staff.get(id)?.name ?? id;
  const isGone = one.status === 'waiting' && !mayOrder(staff.get(one.askedBy));
  return html`<span>${nameOf(one.askedBy)}, ${visit.time(one.askedAt)}${isGone && html`<br><small>${visit.say('refundAskerGone')}</small>`}${one.decidedBy && one.decidedBy !== one.askedBy && html`<br>${nameOf(one.decidedBy)}, ${visit.time(one.decidedAt)}`}</span>`;
}

/** Refunds that were ordered, each with who did what. */
export const refundTable = (
  visit: MemberVisit,
  refunds: readonly RefundRequest[],
  staff: StaffById,
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
      people(visit, one, staff),
      html`<span>${badge(say(`refund_${one.status}`), tones[one.status])}<br><small>${one.status === 'waiting' ? html`${say('waitsUntil')} ${visit.time(one.expiresAt)}` : (one.error ?? id(one.refundId ?? one.chargeId))}</small></span>`,
      acts(visit, one, staff),
    ]),
  })}</div>`;
};
