import { endsAtOnce, type Gift } from '../giving/gift.ts';
import { type Html, html } from '../ground/html.ts';
import { fill, type LetterTexts } from '../ground/letterTexts.ts';
import { exponentOf, formatMoney, toMajor } from '../ground/money.ts';
import type { Publisher } from '../ground/publisher.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import { dateInWords, priceInWords } from './giftWriters.ts';

export interface GiftPageView {
  readonly gift: Gift;
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: LetterTexts;
  readonly nonce: string;
  /** Asks once more whether it is to be cancelled. */
  readonly isAsking: boolean;
  /** Whether the reader may be where giving is a crime: they can give less and leave, and no more than that. */
  readonly barred: boolean;
  /** What went wrong, in the reader's words. */
  readonly fault?: string | undefined;
  /** The amount as it was typed, where it cannot be taken. */
  readonly typed?: string | undefined;
  /** Of which there are statements, the newest first. */
  readonly years: readonly number[];
  /** The address of this page. */
  readonly here: string;
}

const button = (action: string, label: string, second = true): Html =>
  html`<form method="post"><button${second && html` class="second"`} name="action" value="${action}">${label}</button></form>`;

function standing({ gift, publisher, locale, texts }: GiftPageView): string {
  const date = (at: Date | null) => dateInWords(at ?? gift.startedAt, locale, publisher);
  switch (gift.status) {
    case 'given':
    case 'pending':
      return fill(texts.giftOnce, date(gift.startedAt));
    case 'paused':
      return texts.giftPaused;
    case 'past_due':
      return texts.giftFailing;
    case 'active':
      return gift.endsAt
        ? fill(texts.giftEnds, date(gift.endsAt))
        : fill(texts.giftPaid, date(gift.paidUntil));
    default:
      return texts.giftOver;
  }
}

function amountForm(view: GiftPageView): Html | false {
  const { gift, publisher, locale, texts, fault, typed, barred } = view;
  const { min, max: most } = publisher.amounts[gift.frequency] ?? { min: 0, max: 0 };
  const max = barred ? gift.amount : most;
  if (barred && max <= min) return false;
  const money = (amount: number) => formatMoney({ amount, currency: gift.currency }, locale);
  return html`<form method="post">
<div class="other"><label for="amount">${texts.newAmount} (${gift.currency.toUpperCase()})</label>
<p class="small" id="range">${fill(texts.amountRange, money(min), money(max))}</p>
<input id="amount" name="amount" inputmode="decimal" autocomplete="off" required aria-describedby="range" value="${typed ?? toMajor(gift).toFixed(exponentOf(gift.currency))}"${fault !== undefined && html` aria-invalid="true"`}></div>
<button name="action" value="amount">${texts.changeAmount}</button></form>`;
}

function actions(view: GiftPageView): Html | false {
  const { gift, texts, barred } = view;
  if (view.isAsking)
    return html`<p>${texts.cancelAsk}</p>
${endsAtOnce(gift) && html`<p>${texts.cancelNow}</p>`}${button('cancel', texts.cancelSure, false)}`;
  if (gift.endsAt) return !barred && html`${button('undo', texts.undoCancel, false)}`;
  const [pause, label] =
    gift.status === 'paused' ? ['resume', texts.resume] : ['pause', texts.pause];
  const isFailing = gift.status === 'past_due';
  // Once is enough: the problem above may say it already.
  return html`${barred && view.fault !== texts.placeBarred && html`<p>${texts.placeBarred}</p>`}
${isFailing && !barred && button('card', texts.card, false)}
${gift.status === 'active' && amountForm(view)}
${!isFailing && !(barred && pause === 'resume') && button(pause, label)}
${!isFailing && !barred && button('card', texts.card)}
<form method="get"><button class="second" name="cancel" value="">${texts.cancelGift}</button></form>`;
}

/** The page of a gift, from the letter: without a script and without signing in. */
export function renderGift(view: GiftPageView): string {
  const { gift, publisher, locale, texts, nonce, fault } = view;
  const isRunning = ['active', 'past_due', 'paused'].includes(gift.status);
  return publisherPage({
    publisher,
    locale,
    title: `${texts.giftTitle} – ${publisher.name}`,
    nonce,
    home: publisher.home,
    main: html`${fault !== undefined && html`<div class="errors" role="alert"><h2>${texts.problem}</h2><p>${fault}</p></div>`}
<h1>${texts.giftTitle}</h1>
<p class="lead">${priceInWords(gift, locale, texts)}</p>
<p role="status">${standing(view)}</p>
${isRunning && actions(view)}
${!view.isAsking && button('quiet', texts.quiet)}
${!view.isAsking && gift.customerId !== null && html`<ul class="small plain">${view.years.map((year) => html`<li><a href="${view.here}/${year}">${fill(texts.statementLink, String(year))}</a></li>`)}</ul>`}
<p class="small"><a href="${view.isAsking ? '?' : publisher.home}">${fill(texts.returnTo, view.isAsking ? texts.giftTitle : publisher.name)}</a></p>`,
  });
}
