import { type Html, html } from '../../ground/html.ts';
import { type CardState, cardFields, faultSummary, testCardPanel } from './cardFields.ts';
import { type Copy, fillIn } from './copy/copy.ts';
import type { Voice } from './copy/copyFor.ts';
import { emailField, faultAt } from './fields.ts';
import { backArrow, page } from './page.ts';
import type { SessionView } from './sessionView.ts';

const summary = (view: SessionView, { copy }: Voice): Html => html`<header class="summary">
${
  view.cancelUrl &&
  html`<p><a class="back" href="${view.cancelUrl}">${backArrow}${copy.back}</a></p>`
}
<h1>${fillIn(copy.titles[view.verb], { merchant: view.merchant })}</h1>
<p class="amount"><bdi>${view.amount}</bdi>${view.interval && html` <small>${view.interval}</small>`}</p>
<ul class="lines">
${view.lines.map(
  (
    line,
  ) => html`<li><span><bdi>${line.name}</bdi>${line.note && html`<small>${line.note}</small>`}</span>
<span class="price"><bdi>${line.price}</bdi></span></li>`,
)}
<li class="total"><span>${copy.total}</span><span class="price"><bdi>${view.amount}</bdi></span></li>
</ul>
</header>`;

function contact(view: SessionView, { values, errors }: CardState, copy: Copy): Html {
  return html`<fieldset>
<legend>${copy.contact}</legend>
${
  view.knownEmail === null
    ? emailField(copy.email, values, errors)
    : html`<p class="known"><span class="visually-hidden">${copy.email}: </span><bdi>${view.knownEmail}</bdi></p>`
}
</fieldset>`;
}

const agreements = (view: SessionView, { values, errors }: CardState, copy: Copy): Html =>
  html`${
    view.terms &&
    html`<div class="field"><label class="check"><input id="terms" name="terms" type="checkbox" value="yes" required${
      values.terms && html` checked`
    }${errors.terms && html` aria-invalid="true" aria-describedby="terms-fault"`}><span>${view.ownTerms ?? fillIn(copy.terms, { merchant: view.merchant })}</span></label>
${faultAt('terms', errors.terms)}</div>`
  }${
    view.promotions &&
    html`<div class="field"><label class="check"><input name="promotions" type="checkbox" value="yes"><span>${fillIn(copy.promotions, { merchant: view.merchant })}</span></label></div>`
  }`;

/** The hosted payment page of an open session. It needs no script. */
export function checkoutPage(view: SessionView, state: CardState, voice: Voice): string {
  const { copy } = voice;
  const title = fillIn(copy.titles[view.verb], { merchant: view.merchant });
  const { amount, interval } = view;
  return page(
    voice,
    title,
    html`<div class="sheet">
${summary(view, voice)}
<main class="pay">
${faultSummary(state, copy, copy.refused)}
<form id="payment" method="post" action="/c/pay/${view.id}" novalidate>
${contact(view, state, copy)}
${cardFields(state, copy)}
${agreements(view, state, copy)}
<button class="main-button" type="submit">${fillIn(copy.buttons[view.verb], { amount })}</button>
${interval && html`<p class="fine">${fillIn(copy.renews, { amount, interval })}</p>`}
${view.submitNote && html`<p class="fine">${view.submitNote}</p>`}
${view.afterSubmit && html`<p class="fine">${view.afterSubmit}</p>`}
</form>
${testCardPanel(copy, 'payment')}
</main>
</div>`,
  );
}
