import { type Html, html } from '../ground/html.ts';
import { type Frequency, frequencies } from '../ground/publisher.ts';
import type { Texts } from '../ground/textKeys.ts';
import { type Mark, marks } from './marks.ts';
import { moneyPattern } from './moneyPattern.ts';
import type { PageView } from './pageView.ts';
import { writeAmount } from './typedAmount.ts';

const termsKeys = { once: 'termsOnce', monthly: 'termsMonthly', annual: 'termsAnnual' } as const;

const markHtml = ({ name, shapes }: Mark): Html => html`<li>
  <svg viewBox="0 0 40 26" role="img" aria-label="${name}">${shapes.map(([fill, drawn, x]) =>
    x
      ? html`<text fill="${fill}" x="${x}" y="16.5">${drawn}</text>`
      : html`<path fill="${fill}" d="${drawn}"/>`,
  )}</svg></li>`;

function amountsHtml(frequency: Frequency, { publisher, locale, form, faults, texts }: PageView) {
  const { choices } = publisher.amounts[frequency]!;
  const money = moneyPattern(publisher.currency, locale);
  const chosen = form.amount[frequency];
  const name = `amount-${frequency}`;
  const field = `other-${frequency}`;
  const fault = faults.find((one) => one.field === field);
  const radio = (value: string, label: string, id?: string) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${value}"${id && html` id="${id}"`}${
      chosen === value && html` checked`
    }> <span>${label}</span></label>`;
  return html`<div class="for" data-for="${frequency}">
    <fieldset><legend>${texts.amount} <span class="which">(${texts[frequency]})</span></legend>
      <div class="choices">${choices.map((choice, i) =>
        radio(String(choice), writeAmount(choice, money), i === 0 ? name : undefined),
      )}${radio('other', texts.other)}</div>
    </fieldset>
    <div class="other">
      <label for="${field}">${texts.other} (${publisher.currency.toUpperCase()})</label>
      ${fault && html`<p class="fault" id="${field}-fault">${fault.says}</p>`}
      <input id="${field}" name="${field}" inputmode="decimal" autocomplete="off" value="${form.other[frequency]}"${
        fault && html` aria-invalid="true" aria-describedby="${field}-fault"`
      }>
    </div>
    <p class="terms">${texts[termsKeys[frequency]]}</p>
  </div>`;
}

const hiddenHtml = (fields: Record<string, string>): Html[] =>
  Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

const privacyHtml = (url: string | undefined, texts: Texts) =>
  url && html` <a href="${url}">${texts.privacy}</a>`;

/** The form, with the amounts of every frequency: style shows those of the chosen one, and all where it cannot. */
export function giftFormHtml(view: PageView): Html {
  const { publisher, form, texts, copy } = view;
  const offered = frequencies.filter((one) => publisher.amounts[one]);
  const { locale, campaign, variant, reader, country, key } = form;
  return html`<form method="post" action="/${publisher.id}" novalidate>
    ${hiddenHtml({ return: form.return, locale, campaign, variant, reader, country, key })}
    <fieldset><legend>${texts.often}</legend>
      <div class="choices often">${offered.map(
        (one, i) =>
          html`<label class="choice"><input type="radio" name="frequency" value="${one}"${
            i === 0 && html` id="frequency"`
          }${form.frequency === one && html` checked`}> <span>${texts[one]}</span></label>`,
      )}</div>
    </fieldset>
    ${offered.map((one) => amountsHtml(one, view))}
    <button type="submit">${texts.go}</button>
    <ul class="marks" aria-label="${texts.marks}">${publisher.paymentMarks.map((one) => markHtml(marks[one]!))}</ul>
  </form>
  ${
    (copy?.purpose || publisher.privacyUrl) &&
    html`<p class="small">${copy?.purpose}${privacyHtml(publisher.privacyUrl, texts)}</p>`
  }`;
}
