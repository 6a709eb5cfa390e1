import { endsAtOnce } from '../giving/gift.ts';
import { type Html, html } from '../ground/html.ts';
import { fill, type LetterTexts } from '../ground/letterTexts.ts';
import { formatMoney } from '../ground/money.ts';
import type { Publisher } from '../ground/publisher.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import type { ChargeField, ClueFault, TypedClue } from './chargeForm.ts';
import type { FoundCharge } from './findCharge.ts';
import { dateInWords, priceInWords } from './giftWriters.ts';

export interface ChargePageView {
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: LetterTexts;
  readonly nonce: string;
  readonly typed: TypedClue;
  readonly faults: readonly ClueFault[];
  /** What stands in the way, in the reader's words. */
  readonly problem?: string | undefined;
  readonly found?: ShownCharge | undefined;
}

/** A charge that its payer found, and what they may do about it. */
export interface ShownCharge extends FoundCharge {
  /** Lets this page act on this charge for a while, and nobody else's. */
  readonly ticket: string;
  readonly isRefundRequested: boolean;
  /** Whether its payer may be where giving is a crime: what was cancelled stays so. */
  readonly barred: boolean;
}

const descriptorOf = ({ statementDescriptor, name }: Publisher) => statementDescriptor ?? name;

function field(
  { typed, faults }: ChargePageView,
  name: ChargeField,
  label: string,
  attributes: Html,
): Html {
  const fault = faults.find((one) => one.field === name)?.says;
  return html`<div class="other"><label for="${name}">${label}</label>
${fault !== undefined && html`<p class="fault" id="${name}-fault">${fault}</p>`}
<input id="${name}" name="${name}" required value="${typed[name]}" autocomplete="off"${attributes}${fault !== undefined && html` aria-invalid="true" aria-describedby="${name}-fault"`}></div>`;
}

function searchHtml(view: ChargePageView): Html {
  const { publisher, texts } = view;
  const currency = publisher.currency.toUpperCase();
  return html`<p class="lead">${fill(texts.chargeLead, descriptorOf(publisher))}</p>
<form method="post" novalidate>
${field(view, 'amount', fill(texts.chargeAmount, currency), html` inputmode="decimal" dir="ltr"`)}
${field(view, 'day', texts.chargeDate, html` type="date"`)}
${field(view, 'last4', texts.chargeCard, html` inputmode="numeric" maxlength="4" dir="ltr"`)}
<button name="action" value="find">${texts.chargeFind}</button></form>`;
}

const press = (ticket: string, action: string, label: string, second: boolean): Html =>
  html`<form method="post"><input type="hidden" name="ticket" value="${ticket}"><button${second && html` class="second"`} name="action" value="${action}">${label}</button></form>`;

function foundHtml({ publisher, locale, texts }: ChargePageView, found: ShownCharge): Html {
  const { charge, gift, ticket, isRefundRequested, barred } = found;
  const date = (at: Date | null) => dateInWords(at ?? gift.startedAt, locale, publisher);
  const money = formatMoney(charge, locale);
  const day = dateInWords(new Date(charge.created * 1000), locale, publisher);
  const isBack = charge.amount_refunded > 0;
  const runs = gift.subscriptionId !== null && gift.status !== 'ended';
  return html`<p class="lead">${fill(texts.chargeFound, publisher.name, money, day)}</p>
<p role="status">${
    isBack ? html`${texts.refundDone} ` : isRefundRequested && html`${texts.refundAsked} `
  }${
    gift.subscriptionId !== null &&
    (!runs
      ? texts.giftOver
      : gift.endsAt
        ? fill(texts.giftEnds, date(gift.endsAt))
        : priceInWords(gift, locale, texts))
  }</p>
${runs && !gift.endsAt && endsAtOnce(gift) && html`<p>${texts.cancelAsk} ${texts.cancelNow}</p>`}
${runs && (gift.endsAt ? !barred && press(ticket, 'undo', texts.undoCancel, true) : press(ticket, 'cancel', texts.cancelGift, false))}
${!isBack && !isRefundRequested && press(ticket, 'refund', texts.refundAsk, runs && !gift.endsAt)}`;
}

const problemHtml = ({ texts, problem, faults }: ChargePageView): Html | false =>
  (problem !== undefined || faults.length > 0) &&
  html`<div class="errors" role="alert"><h2>${texts.problem}</h2>${
    problem !== undefined
      ? html`<p>${problem}</p>`
      : html`<ul>${faults.map(({ field, says }) => html`<li><a href="#${field}">${says}</a></li>`)}</ul>`
  }</div>`;

/** The page that explains a charge to who sees it on a statement: without a script, without signing in. */
export function renderCharge(view: ChargePageView): string {
  const { publisher, locale, texts, nonce, found } = view;
  return publisherPage({
    publisher,
    locale,
    title: `${texts.chargeTitle} – ${publisher.name}`,
    nonce,
    home: publisher.home,
    main: html`${problemHtml(view)}<h1>${texts.chargeTitle}</h1>
${found ? foundHtml(view, found) : searchHtml(view)}
<p class="small"><a href="${publisher.home}">${fill(texts.returnTo, publisher.name)}</a></p>`,
  });
}
