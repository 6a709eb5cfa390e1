import { counts } from '../giving/gift.ts';
import { giftsOfCustomers } from '../giving/giftStore.ts';
import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { writeOnPaper } from '../ground/letterPaper.ts';
import { fill, type LetterWords } from '../ground/letterTexts.ts';
import { orderLetter } from '../ground/post.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Writer } from '../ground/sendLetter.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { Links } from './links.ts';

export interface SignInDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly accounts: StripeAccounts;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly links: Links;
}

export interface SignInRequest {
  readonly email: string;
  readonly returnUrl: string;
  readonly locale?: string | undefined;
}

const kind = 'sign-in';

/** Asking for a link to sign in, and the letter with it. Who asks learns nothing: whether somebody gives is found out later. */
export function createSignIn(dependencies: SignInDependencies) {
  const { db, clock, secrets, accounts, publishers, words, links } = dependencies;

  async function giftOf(publisher: Publisher, email: string) {
    const { stripe } = accounts.of(publisher.id);
    const { data } = await stripe.customers.list({ email, limit: 100 });
    const gifts = await giftsOfCustomers(
      db,
      publisher.id,
      data.map(({ id }) => id),
    );
    const now = clock.now();
    return gifts
      .filter((gift) => counts(gift, publisher, now) || gift.status === 'past_due')
      .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())[0];
  }

  const writer: Writer = {
    async write({ id, publisher: publisherId, facts }) {
      const text = secrets.open(kind, String(facts.sealed), id);
      const publisher = publishers.get(publisherId);
      if (text === undefined || !publisher) return { dropped: 'it cannot be opened' };
      const { email, returnUrl, locale: wanted } = JSON.parse(text) as SignInRequest;
      const gift = await giftOf(publisher, email);
      if (!gift) return { dropped: 'nobody by that address gives' };
      const { locale, texts } = words(publisher, wanted);
      const paper = writeOnPaper(publisher, locale, fill(texts.signInSubject, publisher.name), {
        paragraphs: [texts.signInLead],
        button: { label: texts.signIn, url: await links.signInUrl(db, gift.id, returnUrl) },
        footer: [],
      });
      return { id, to: email, ...paper };
    },
    async ended(tx, { id }) {
      await tx.query("update post set facts = '{}' where id = $1", [id]);
    },
  };

  return {
    writer,
    async ask(publisher: Publisher, request: SignInRequest): Promise<void> {
      const id = `${kind}:${newId('req')}`;
      const now = clock.now();
      const sealed = secrets.seal(kind, JSON.stringify(request), id);
      const letter = { id, kind, publisher: publisher.id, about: id, facts: { sealed } };
      await orderLetter(db, { ...letter, dueAt: now }, now);
    },
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
