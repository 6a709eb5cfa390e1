import type { Gift } from '../giving/gift.ts';
import { type Html, html } from '../ground/html.ts';
import { newId } from '../ground/ids.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { MemberVisit } from './door.ts';
import { input } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken } from './shell.ts';

const fold = (title: string, hint: string, form: Html): Html =>
  html`<details class="act"><summary>${title}</summary><p class="hint">${hint}</p>${form}</details>`;

/** A new key for each time a form is shown: sent twice, it is one act. */
const keyField = (): Html => html`<input type="hidden" name="key" value="${newId('frm')}">`;

function refundForm(visit: MemberVisit, here: string, charge: Stripe.Charge): Html | false {
  const { say } = visit;
  const left = charge.amount - charge.amount_refunded;
  if (!charge.paid || left <= 0) return false;
  const name = (field: string) => `${field}-${charge.id}`;
  return fold(
    `${say('refund')} ${visit.money(left, charge.currency)}`,
    `${charge.id}. ${say('refundHint')}`,
    html`<form method="post" action="${here}/refunds">${formToken(visit)}${keyField()}<input type="hidden" name="charge" value="${charge.id}">
<div class="field"><label for="${name('amount')}">${say('refundAmount')}</label><input id="${name('amount')}" name="amount" inputmode="decimal" autocomplete="off"></div>
<div class="field"><label for="${name('reason')}">${say('refundReason')}</label><input id="${name('reason')}" name="reason" required minlength="3" maxlength="300" autocomplete="off"></div>
<button class="danger">${say('giveBack')}</button></form>`,
  );
}

function endForm(visit: MemberVisit, here: string, gift: Gift): Html | false {
  const { say } = visit;
  const isRunning = ['active', 'past_due', 'paused'].includes(gift.status);
  if (!isRunning || !gift.subscriptionId) return false;
  const button = (when: string, label: string, kind: string) =>
    html`<form method="post" action="${here}/end">${formToken(visit)}<input type="hidden" name="when" value="${when}"><button class="${kind}">${label}</button></form>`;
  return fold(
    say('endGift'),
    say('endGiftHint'),
    html`<div class="row">${gift.endsAt ? button('never', say('undoEnd'), 'quiet') : button('later', say('endLater'), 'quiet')}${button('now', say('endNow'), 'danger')}</div>`,
  );
}

const portalForm = (visit: MemberVisit, here: string): Html => {
  const { say } = visit;
  const button = (how: string, label: string) =>
    html`<form method="post" action="${here}/link">${formToken(visit)}${keyField()}<input type="hidden" name="how" value="${how}"><button class="quiet">${label}</button></form>`;
  return fold(
    say('portal'),
    say('portalHint'),
    html`<div class="row">${button('mail', say('mailPortal'))}${button('show', say('showPortal'))}</div>`,
  );
};

const eraseForm = (visit: MemberVisit, here: string): Html =>
  fold(
    visit.say('erase'),
    visit.say('eraseHint'),
    html`<form method="post" action="${here}/erasure">${formToken(visit)}${input({ name: 'confirm', label: visit.say('eraseConfirm'), autocomplete: 'off', required: true })}<button class="danger">${visit.say('erase')}</button></form>`,
  );

/** What may be done with a gift by who looks at it: each behind a fold, so that nothing happens by one slip. */
export function giftActs(
  visit: MemberVisit,
  gift: Gift,
  charges: readonly Stripe.Charge[],
): Html | false {
  if (!mayActAs(visit.who.role, 'finance')) return false;
  const here = `/console/gifts/${encodeURIComponent(gift.id)}`;
  return html`<section class="noprint"><h2>${visit.say('acts')}</h2><div class="card">${charges.map((charge) => refundForm(visit, here, charge))}${endForm(visit, here, gift)}${gift.customerId && portalForm(visit, here)}${mayActAs(visit.who.role, 'admin') && gift.customerId && eraseForm(visit, here)}</div></section>`;
}
