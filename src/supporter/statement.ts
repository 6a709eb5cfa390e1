import type { Gift } from '../giving/gift.ts';
import { dayIn, instantOf } from '../ground/calendar.ts';
import { toUnixSeconds } from '../ground/clock.ts';
import { type Html, html } from '../ground/html.ts';
import { fill, type LetterTexts } from '../ground/letterTexts.ts';
import { formatMoney } from '../ground/money.ts';
import type { Publisher } from '../ground/publisher.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { asProblem } from '../ground/stripeProblem.ts';
import { dateInWords } from './giftWriters.ts';

const yearIn = ({ timeZone }: Publisher, at: Date): number =>
  Number(dayIn(timeZone, at).slice(0, 4));

/** The years of which a giver may want a statement, by the publisher's clocks, the newest first; ten at most. */
export function yearsOf(gift: Gift, publisher: Publisher, now: Date): number[] {
  const last = yearIn(publisher, now);
  const first = Math.max(yearIn(publisher, gift.startedAt), last - 9);
  return Array.from({ length: last - first + 1 }, (_, i) => last - i);
}

/** Every payment that the giver of a gift made in a year, the oldest first, as Stripe has it. @throws Problem */
export async function paymentsOfYear(
  accounts: StripeAccounts,
  publisher: Publisher,
  gift: Gift,
  year: number,
): Promise<Stripe.Charge[]> {
  if (!gift.customerId) return [];
  const from = (of: number) => toUnixSeconds(instantOf(`${of}-01-01`, 0, publisher.timeZone));
  try {
    const charges = await accounts
      .of(publisher.id)
      .stripe.charges.list({
        customer: gift.customerId,
        created: { gte: from(year), lt: from(year + 1) },
        limit: 100,
      })
      .autoPagingToArray({ limit: 1000 });
    return charges.filter(({ status }) => status === 'succeeded').reverse();
  } catch (error) {
    throw asProblem(error);
  }
}

/** Per currency what was given and not given back, in minor units. */
export function totalsOf(payments: readonly Stripe.Charge[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { amount, amount_refunded: back, currency } of payments)
    totals.set(currency, (totals.get(currency) ?? 0) + amount - back);
  return totals;
}

export interface StatementView {
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: LetterTexts;
  readonly nonce: string;
  readonly year: number;
  readonly gift: Gift;
  readonly payments: readonly Stripe.Charge[];
  /** Address of the gift's page. */
  readonly back: string;
}

function table({ publisher, locale, texts, payments }: StatementView): Html {
  const money = (amount: number, currency: string) => formatMoney({ amount, currency }, locale);
  const row = ({ created, amount, amount_refunded: back, currency }: Stripe.Charge) =>
    html`<tr><td>${dateInWords(new Date(created * 1000), locale, publisher)}</td><td>${money(amount, currency)}${
      back > 0 && html`<br><small>${texts.statementRefund}: ${money(back, currency)}</small>`
    }</td></tr>`;
  return html`<table class="sums"><thead><tr><th scope="col">${texts.giftDate}</th><th scope="col">${texts.gift}</th></tr></thead>
<tbody>${payments.map(row)}</tbody>
<tfoot>${[...totalsOf(payments)].map(
    ([currency, amount]) =>
      html`<tr><th scope="row">${texts.statementTotal} (${currency.toUpperCase()})</th><td>${money(amount, currency)}</td></tr>`,
  )}</tfoot></table>`;
}

/** A giver's payments of a year, to be printed. It names nobody: whose it is, its reference says. */
export function renderStatement(view: StatementView): string {
  const { publisher, locale, texts, nonce, year, gift, payments, back } = view;
  const title = fill(texts.statementTitle, String(year));
  return publisherPage({
    publisher,
    locale,
    title: `${title} – ${publisher.name}`,
    nonce,
    home: publisher.home,
    main: html`<h1>${title}</h1>
<p>${texts.giftNumber}: <bdi>${gift.id}</bdi></p>
${payments.length > 0 ? html`${table(view)}<p class="small screen">${texts.statementPrint}</p>` : html`<p>${fill(texts.statementNone, String(year))}</p>`}
<p class="small screen"><a href="${back}">${fill(texts.returnTo, texts.giftTitle)}</a></p>`,
  });
}
