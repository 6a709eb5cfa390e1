import type { Gift } from '../giving/gift.ts';
import { findGift } from '../giving/giftStore.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import { type LetterBody, writeOnPaper } from '../ground/letterPaper.ts';
import { fill, type LetterTexts, type LetterWords } from '../ground/letterTexts.ts';
import { formatMoney } from '../ground/money.ts';
import type { PostItem } from '../ground/post.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Writer } from '../ground/sendLetter.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { Links } from './links.ts';
import { addressOf } from './recipient.ts';

export interface GiftWritersDependencies {
  readonly db: Database;
  readonly accounts: StripeAccounts;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly links: Links;
}

/** All that a letter about a gift is made of. */
interface Matter {
  readonly gift: Gift;
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: LetterTexts;
  readonly manageUrl: string;
  readonly chargeUrl: string;
  readonly facts: PostItem['facts'];
}

type Said = LetterBody & { readonly subject: string };

const perFrequency = { once: 'perOnce', monthly: 'perMonth', annual: 'perYear' } as const;

export const dateInWords = (at: Date, locale: string, { timeZone }: Publisher): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone, calendar: 'gregory' }).format(at);

/** A gift's amount and how often it is given, such as "$5 per month". */
export const priceInWords = (gift: Gift, locale: string, texts: LetterTexts): string =>
  fill(texts[perFrequency[gift.frequency]], formatMoney(gift, locale));

const linksOf = ({ gift, texts, manageUrl, chargeUrl }: Matter) => [
  ...(gift.frequency === 'once'
    ? []
    : [
        { label: texts.manage, url: manageUrl },
        { label: texts.cancelGift, url: `${manageUrl}?cancel` },
      ]),
  { label: texts.quiet, url: manageUrl },
  { label: texts.chargeTitle, url: chargeUrl },
];

const thanks = (matter: Matter): Said => {
  const { gift, publisher, locale, texts } = matter;
  return {
    subject: fill(texts.thanksSubject, publisher.name),
    paragraphs: [texts.thanksLead],
    facts: [
      [texts.gift, priceInWords(gift, locale, texts)],
      [texts.giftDate, dateInWords(gift.startedAt, locale, publisher)],
      [texts.giftNumber, gift.id],
    ],
    footer: [],
    links: linksOf(matter),
  };
};

const failing = (matter: Matter): Said => {
  const { gift, publisher, locale, texts, manageUrl, facts } = matter;
  return {
    subject: fill(texts.failSubject, publisher.name),
    paragraphs: [
      fill(texts.failLead, formatMoney(gift, locale)),
      ...(facts.last ? [texts.failLast] : []),
    ],
    button: { label: texts.card, url: manageUrl },
    footer: [],
    links: linksOf(matter),
  };
};

const renewal = (matter: Matter): Said => {
  const { gift, publisher, locale, texts } = matter;
  const date = dateInWords(gift.paidUntil ?? gift.startedAt, locale, publisher);
  return {
    subject: fill(texts.renewSubject, publisher.name),
    paragraphs: [fill(texts.renewLead, date, formatMoney(gift, locale))],
    button: { label: texts.manage, url: matter.manageUrl },
    footer: [],
    links: linksOf(matter),
  };
};

const manage = (matter: Matter): Said => {
  const { gift, publisher, locale, texts, manageUrl } = matter;
  return {
    subject: fill(texts.signInSubject, publisher.name),
    paragraphs: [`${texts.giftTitle}: ${priceInWords(gift, locale, texts)}`],
    button: { label: gift.frequency === 'once' ? texts.giftTitle : texts.manage, url: manageUrl },
    footer: [],
    links: linksOf(matter),
  };
};

/** Writers of the letters about gifts: each looks first whether there is still reason for it. */
export function createGiftWriters(dependencies: GiftWritersDependencies) {
  const { db, accounts, publishers, words, links } = dependencies;

  const writer = (isStillSo: (gift: Gift) => boolean, say: (matter: Matter) => Said): Writer => ({
    async write({ id, about, facts }) {
      const gift = await findGift(db, about);
      const publisher = publishers.get(gift?.publisher ?? '');
      if (!gift || !publisher || !isStillSo(gift)) return { dropped: 'no reason for it any more' };
      const to = await addressOf(accounts, gift);
      if (!to) return { dropped: 'Stripe knows no address' };
      const pledge = await findPledge(db, gift.pledgeId);
      const { locale, texts } = words(publisher, pledge?.locale);
      const manageUrl = links.manageUrl(gift);
      const chargeUrl = links.chargeUrl(publisher, locale);
      const matter = { gift, publisher, locale, texts, manageUrl, chargeUrl, facts };
      const { subject, ...body } = say(matter);
      return { id, to, ...writeOnPaper(publisher, locale, subject, body) };
    },
  });

  return {
    thanks: writer(({ status }) => status === 'active' || status === 'given', thanks),
    manage: writer(() => true, manage),
    failing: writer(({ status }) => status === 'past_due', failing),
    renewal: writer(({ status, endsAt }) => status === 'active' && endsAt === null, renewal),
  };
}
