import { type Html, html } from '../../ground/html.ts';
import type { CardValues, FieldErrors, FieldName } from './cardForm.ts';
import { type Copy, fillIn } from './copy/copy.ts';
import type { Voice } from './copy/copyFor.ts';
import { faultAt, field } from './fields.ts';
import { backArrow, page } from './page.ts';
import type { SessionView } from './sessionView.ts';

export interface CheckoutState {
  readonly values: CardValues;
  readonly errors: FieldErrors;
  /** The fields were good, but the card was refused. */
  readonly isRefused?: boolean;
}

/** The cards that are offered to be filled in. */
const offered: readonly (readonly [keyof Copy['cards'], string])[] = [
  ['pays', '4242424242424242'],
  ['authenticates', '4000002500003155'],
  ['declined', '4000000000000002'],
  ['noFunds', '4000000000009995'],
  ['expired', '4000000000000069'],
  ['wrongCvc', '4000000000000127'],
];

const grouped = (number: string) => number.replace(/(\d{4})(?=\d)/g, '$1 ');

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

function faultSummary({ errors, isRefused }: CheckoutState, { copy }: Voice): Html | undefined {
  const names = Object.keys(errors) as FieldName[];
  if (names.length === 0) return undefined;
  return html`<div class="faults" role="alert" tabindex="-1" autofocus>
<h2>${isRefused ? copy.refused : copy.errorSummary}</h2>
<ul>
${names.map((name) => html`<li><a href="#${name}">${errors[name]}</a></li>`)}
</ul>
</div>`;
}

function contact(view: SessionView, { values, errors }: CheckoutState, copy: Copy): Html {
  return html`<fieldset>
<legend>${copy.contact}</legend>
${
  view.knownEmail === null
    ? field(
        {
          name: 'email',
          label: copy.email,
          type: 'email',
          autocomplete: 'email',
          inputmode: 'email',
          maxlength: 512,
        },
        values,
        errors,
      )
    : html`<p class="known"><span class="visually-hidden">${copy.email}: </span><bdi>${view.knownEmail}</bdi></p>`
}
</fieldset>`;
}

const card = ({ values, errors }: CheckoutState, copy: Copy): Html => html`<fieldset>
<legend>${copy.card}</legend>
<p class="brands" aria-hidden="true"><span>Visa</span><span>Mastercard</span><span>Amex</span></p>
${field(
  {
    name: 'number',
    label: copy.number,
    autocomplete: 'cc-number',
    inputmode: 'numeric',
    placeholder: '4242 4242 4242 4242',
    maxlength: 25,
    isDigits: true,
  },
  { ...values, number: grouped(values.number) },
  errors,
)}
<div class="pair">
${field(
  {
    name: 'expiry',
    label: copy.expiry,
    hint: copy.expiryHint,
    autocomplete: 'cc-exp',
    inputmode: 'numeric',
    maxlength: 9,
    isDigits: true,
  },
  values,
  errors,
)}
${field(
  {
    name: 'cvc',
    label: copy.cvc,
    hint: copy.cvcHint,
    autocomplete: 'cc-csc',
    inputmode: 'numeric',
    maxlength: 4,
    isDigits: true,
  },
  values,
  errors,
)}
</div>
${field({ name: 'name', label: copy.name, autocomplete: 'cc-name', maxlength: 200 }, values, errors)}
</fieldset>`;

const agreements = (view: SessionView, { values, errors }: CheckoutState, copy: Copy): Html =>
  html`${
    view.terms &&
    html`<div class="field"><label class="check"><input id="terms" name="terms" type="checkbox" value="yes" required${
      values.terms && html` checked`
    }${errors.terms && html` aria-invalid="true" aria-describedby="terms-fault"`}><span>${fillIn(copy.terms, { merchant: view.merchant })}</span></label>
${faultAt('terms', errors.terms)}</div>`
  }${
    view.promotions &&
    html`<div class="field"><label class="check"><input name="promotions" type="checkbox" value="yes"><span>${fillIn(copy.promotions, { merchant: view.merchant })}</span></label></div>`
  }`;

// These come after the main button: Enter in a field presses the first button of a form.
const testCardPanel = (copy: Copy): Html => html`<aside class="test" aria-labelledby="test-cards">
<h2 id="test-cards">${copy.testCards}</h2>
<p class="hint">${copy.testCardsHint}</p>
<ul>
${offered.map(
  ([name, number]) =>
    html`<li><button form="payment" name="fill" value="${number}" formnovalidate><span>${copy.cards[name]}</span> <code>${grouped(number)}</code></button></li>`,
)}
</ul>
</aside>`;

/** The hosted payment page of an open session. It needs no script. */
export function checkoutPage(view: SessionView, state: CheckoutState, voice: Voice): string {
  const { copy } = voice;
  const title = fillIn(copy.titles[view.verb], { merchant: view.merchant });
  const { amount, interval } = view;
  return page(
    voice,
    title,
    html`<div class="sheet">
${summary(view, voice)}
<main class="pay">
${faultSummary(state, voice)}
<form id="payment" method="post" action="/c/pay/${view.id}" novalidate>
${contact(view, state, copy)}
${card(state, copy)}
${agreements(view, state, copy)}
<button class="main-button" type="submit">${fillIn(copy.buttons[view.verb], { amount })}</button>
${interval && html`<p class="fine">${fillIn(copy.renews, { amount, interval })}</p>`}
${view.submitNote && html`<p class="fine">${view.submitNote}</p>`}
</form>
${testCardPanel(copy)}
</main>
</div>`,
  );
}
