import { type Html, html } from '../../../ground/html.ts';
import { type CardState, cardFields, faultSummary, testCardPanel } from '../cardFields.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import { portalFrame } from '../portal/portalFrame.ts';
import type { InvoiceView } from './invoiceView.ts';

const savedForm = (view: InvoiceView, at: string, { copy }: Voice): Html => html`${
  view.asksForPerson && html`<p>${copy.invoice.confirmText}</p>`
}
<form method="post" action="${at}">
<button class="main-button" name="use" value="saved">${fillIn(copy.invoice.useSaved, { card: view.savedCard! })}</button>
</form>`;

const payForms = (view: InvoiceView, at: string, state: CardState, voice: Voice): Html => {
  const { copy } = voice;
  return html`<div class="narrow">
${faultSummary(state, copy, copy.refused)}
${view.savedCard !== null && savedForm(view, at, voice)}
<form id="payment" method="post" action="${at}" novalidate>
${cardFields(state, copy, view.savedCard === null ? copy.card : copy.invoice.otherCard)}
<button class="main-button" type="submit">${fillIn(copy.buttons.pay, { amount: view.due })}</button>
</form>
${testCardPanel(copy, 'payment')}
</div>`;
};

/** An invoice, and the way to pay it where it is not paid. @param at its own address */
export function invoicePage(
  view: InvoiceView,
  { at, state }: { at: string; state: CardState },
  voice: Voice,
): string {
  const { copy } = voice;
  return portalFrame(
    voice,
    { title: view.title, merchant: view.merchant, back: null },
    html`${view.state !== null && html`<p class="done">${view.state}${view.receipt && html` <a href="${view.receipt}">${copy.portal.receipt}</a>`}</p>`}
<dl class="facts">
<dt>${copy.invoice.to}</dt><dd><bdi>${view.payer}</bdi></dd>
<dt>${copy.invoice.date}</dt><dd>${view.day}</dd>
${view.state === null && html`<dt>${copy.invoice.due}</dt><dd><bdi>${view.due}</bdi></dd>`}
</dl>
<ul class="lines">
${view.lines.map(
  (line) =>
    html`<li><span><bdi>${line.name}</bdi></span><span class="price"><bdi>${line.price}</bdi></span></li>`,
)}
<li class="total"><span>${copy.invoice.total}</span><span class="price"><bdi>${view.total}</bdi></span></li>
</ul>
${view.state === null && payForms(view, at, state, voice)}`,
  );
}
