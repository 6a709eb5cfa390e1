import { type Html, html } from '../../ground/html.ts';
import type { CardValues, FieldErrors, FieldName } from './cardForm.ts';
import type { Copy } from './copy/copy.ts';
import { field } from './fields.ts';
import { marks } from './marks.ts';

/** A form with a card as it was sent, or as it is first shown. */
export interface CardState {
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
  ['failsLater', '4000000000000341'],
];

const grouped = (number: string) => number.replace(/(\d{4})(?=\d)/g, '$1 ');

/** What is wrong, above the form, each leading to its field. `refusal` is the heading where the card was refused. */
export function faultSummary(
  { errors, isRefused }: CardState,
  copy: Copy,
  refusal: string,
): Html | undefined {
  const names = Object.keys(errors) as FieldName[];
  if (names.length === 0) return undefined;
  return html`<div class="faults" role="alert" tabindex="-1" autofocus>
<h2>${isRefused ? refusal : copy.errorSummary}</h2>
<ul>
${names.map((name) => html`<li><a href="#${name}">${errors[name]}</a></li>`)}
</ul>
</div>`;
}

/** The fields of a card, under a heading. */
export const cardFields = (
  { values, errors }: CardState,
  copy: Copy,
  legend: string = copy.card,
): Html => html`<fieldset>
<legend>${legend}</legend>
${marks(copy)}
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

/** Cards to be filled in. They come after the main button: Enter in a field presses the first button of a form. */
export const testCardPanel = (
  copy: Copy,
  form: string,
): Html => html`<aside class="test" aria-labelledby="test-cards">
<h2 id="test-cards">${copy.testCards}</h2>
<p class="hint">${copy.testCardsHint}</p>
<ul>
${offered.map(
  ([name, number]) =>
    html`<li><button form="${form}" name="fill" value="${number}" formnovalidate><span>${copy.cards[name]}</span> <code>${grouped(number)}</code></button></li>`,
)}
</ul>
</aside>`;
