import type { Gift } from '../giving/gift.ts';
import type { Pledge } from '../giving/pledge.ts';
import type { RefundRequest } from '../giving/refundStore.ts';
import { fromUnixSeconds } from '../ground/clock.ts';
import { type Html, html } from '../ground/html.ts';
import type { PostRecord } from '../ground/postDesk.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { Incident } from '../incidents/incident.ts';
import type { disputesOf } from '../ledger/dispute.ts';
import type { BookedTransfer } from '../ledger/store.ts';
import { lastFourOf } from '../supporter/giftCharges.ts';
import type { EventRow } from '../webhooks/eventStore.ts';
import type { MemberVisit } from './door.ts';
import { eventTable } from './eventTable.ts';
import { giftActs } from './giftActs.ts';
import { giftBadge } from './giftTable.ts';
import { incidentList } from './incidentList.ts';
import { letterTable } from './letterTable.ts';
import { badge, facts, id, notice, table } from './pieces.ts';
import { refundTable, type StaffById } from './refundTable.ts';
import { memberPage } from './shell.ts';
import { transferTable } from './transferTable.ts';

/** All that is known of a gift. */
export interface GiftStory {
  readonly gift: Gift;
  readonly pledge: Pledge | undefined;
  /** Undefined where Stripe does not answer. */
  readonly charges: readonly Stripe.Charge[] | undefined;
  readonly transfers: readonly BookedTransfer[];
  readonly events: readonly EventRow[];
  readonly disputes: Awaited<ReturnType<typeof disputesOf>>;
  readonly letters: readonly PostRecord[];
  readonly incidents: readonly Incident[];
  readonly refunds: readonly RefundRequest[];
  readonly staff: StaffById;
}

const standing = (visit: MemberVisit, { gift, pledge }: GiftStory): Html =>
  facts([
    [visit.say('status'), giftBadge(visit, gift)],
    [visit.say('publisher'), gift.publisher],
    pledge !== undefined && [visit.say('pledgeMade'), visit.time(pledge.createdAt)],
    [visit.say('started'), visit.time(gift.startedAt)],
    gift.paidUntil !== null && [visit.say('paidUntil'), visit.time(gift.paidUntil)],
    gift.endsAt !== null && [visit.say('ends'), visit.time(gift.endsAt)],
    gift.endedAt !== null && [visit.say('ended'), visit.time(gift.endedAt)],
    gift.campaign !== null && [visit.say('campaign'), `${gift.campaign}, ${gift.variant ?? '–'}`],
    [visit.say('pledge'), id(gift.pledgeId)],
    [visit.say('customer'), id(gift.customerId)],
    gift.subscriptionId !== null && [visit.say('subscription'), id(gift.subscriptionId)],
    gift.paymentIntentId !== null && [visit.say('payment'), id(gift.paymentIntentId)],
  ]);

function chargeTable(visit: MemberVisit, charges: GiftStory['charges']): Html {
  const { say, money } = visit;
  if (!charges) return notice(say('chargesUnknown'), 'warn');
  if (charges.length === 0) return html`<p>${say('noCharges')}</p>`;
  const stateOf = ({ status }: Stripe.Charge) => {
    if (status === 'succeeded') return badge(say('charge_succeeded'), 'good');
    return status === 'failed' ? badge(say('charge_failed'), 'bad') : badge(say('charge_pending'));
  };
  const how = (charge: Stripe.Charge) => {
    const { type, card } = charge.payment_method_details ?? {};
    const digits = lastFourOf(charge);
    return `${card?.brand ?? type ?? '–'}${digits ? ` •••• ${digits}` : ''}`;
  };
  return html`<div class="card">${table({
    columns: [
      { title: say('charge') },
      { title: say('when') },
      { title: say('amount'), isNumber: true },
      { title: say('refunded'), isNumber: true },
      { title: say('paidWith') },
      { title: say('status') },
    ],
    rows: charges.map((charge) => [
      id(charge.id),
      visit.time(fromUnixSeconds(charge.created)),
      money(charge.amount, charge.currency),
      money(charge.amount_refunded, charge.currency),
      how(charge),
      html`<span>${stateOf(charge)} ${charge.disputed && badge(say('disputed'), 'bad')} <small>${charge.failure_code}</small></span>`,
    ]),
  })}</div>`;
}

function disputeTable(visit: MemberVisit, disputes: GiftStory['disputes']): Html {
  const { say } = visit;
  return html`<div class="card">${table({
    columns: [
      { title: say('id') },
      { title: say('when') },
      { title: say('amount'), isNumber: true },
      { title: say('reason') },
      { title: say('status') },
    ],
    rows: disputes.map((one) => [
      id(one.id),
      visit.time(one.openedAt),
      visit.money(one.amount, one.currency),
      one.reason,
      one.status,
    ]),
  })}</div>`;
}

const part = (title: string, body: Html): Html => html`<section><h2>${title}</h2>${body}</section>`;

/** The whole story of a gift, and what can be done with it. @param done what was just done, in words */
export function giftView(visit: MemberVisit, story: GiftStory, done: Html | false): string {
  const { say } = visit;
  const { gift, charges, refunds, disputes, incidents, transfers, events } = story;
  return memberPage(visit, {
    title: `${visit.money(gift.amount, gift.currency)}, ${say(gift.frequency)}`,
    page: '/console/gifts',
    lead: id(gift.id),
    body: html`${done}<div class="card">${standing(visit, story)}</div>
${incidents.length > 0 && part(say('openMatters'), incidentList(visit, incidents))}
${part(say('charges'), chargeTable(visit, charges))}
${giftActs(visit, gift, charges ?? [])}
${refunds.length > 0 && part(say('refundRequests'), refundTable(visit, refunds, story.staff))}
${disputes.length > 0 && part(say('disputes'), disputeTable(visit, disputes))}
${part(say('moved'), html`<div class="card">${transferTable(visit, transfers)}</div>`)}
${part(say('events'), eventTable(visit, events))}
${part(say('letters'), letterTable(visit, gift.id, story.letters))}`,
  });
}
