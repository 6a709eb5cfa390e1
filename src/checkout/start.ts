import { type NewPledge, type Pledge, samePledge } from '../giving/pledge.ts';
import { closePledge, nextAttempt, rememberSession, storePledge } from '../giving/pledgeStore.ts';
import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { asProblem, isFinal } from '../ground/stripeProblem.ts';
import type { createProducts } from './product.ts';
import type { CheckoutRequest } from './request.ts';
import { sessionLifeMs, sessionParameters } from './sessionParameters.ts';

export interface StartDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly accounts: StripeAccounts;
  readonly products: ReturnType<typeof createProducts>;
}

/** Stripe wants a session to live 30 minutes or more; a pledge that waited longer than this for its session is given up. */
const resumableMs = sessionLifeMs - 31 * 60_000;

/** The key under which a request is one with its repetitions: the reader's own, else one made of what was asked for. */
function requestKey(secrets: Secrets, request: CheckoutRequest): string {
  if (request.idempotencyKey) return `given:${request.idempotencyKey}`;
  const { reader, frequency, amount, currency, returnUrl } = request;
  // Nothing tells two strangers apart who ask for the same without an id: each gets a pledge of their own.
  if (!reader) return `derived:${newId('any')}`;
  // Keyed, as all that is kept of a reader's id: a plain hash of it would be found by trying.
  const facts = JSON.stringify([reader, frequency, amount, currency, returnUrl]);
  return `derived:${secrets.mac('request', facts)}`;
}

/** Starts checkouts: a pledge is stored, then a session is made under its id, so that any repetition finds the same. */
export function createStart({ db, clock, secrets, accounts, products }: StartDependencies) {
  const newPledge = (publisher: Publisher, request: CheckoutRequest): NewPledge => ({
    id: newId('chk'),
    publisher: publisher.id,
    readerTag: request.reader ? readerTag(secrets, publisher.id, request.reader) : null,
    frequency: request.frequency,
    amount: request.amount,
    currency: request.currency,
    returnUrl: request.returnUrl,
    locale: request.locale ?? null,
    campaign: request.campaign ?? null,
    variant: request.variant ?? null,
    requestKey: requestKey(secrets, request),
    createdAt: clock.now(),
  });

  const isTooOld = (pledge: Pledge): boolean =>
    clock.now().getTime() - pledge.createdAt.getTime() >
    (pledge.sessionUrl ? sessionLifeMs : resumableMs);

  async function askStripe(publisher: Publisher, pledge: Pledge): Promise<string> {
    const { stripe } = accounts.of(publisher.id);
    try {
      const product = await products.productOf(stripe, publisher);
      const session = await stripe.checkout.sessions.create(
        sessionParameters(pledge, publisher, product),
        {
          idempotencyKey: `cs:${pledge.id}:${pledge.attempt}`,
        },
      );
      if (!session.url) throw new Error('Stripe made a session without a page');
      await rememberSession(db, pledge.id, session.id, session.url);
      return session.url;
    } catch (error) {
      // Stripe replays its answer under the same key, a refusal too: what it refused for good is asked anew under the next.
      if (isFinal(error)) await nextAttempt(db, pledge.id, pledge.attempt);
      throw asProblem(error);
    }
  }

  /** @throws Problem conflict, checkout_closed, payment_provider_refused, payment_provider_unavailable */
  return async function start(
    publisher: Publisher,
    request: CheckoutRequest,
  ): Promise<{ id: string; url: string }> {
    const wanted = newPledge(publisher, request);
    let pledge = await storePledge(db, wanted);
    if (pledge.status === 'open' && isTooOld(pledge)) {
      await db.transaction((tx) => closePledge(tx, pledge.id, 'expired', clock.now()));
      if (!request.idempotencyKey) pledge = await storePledge(db, wanted);
      else pledge = { ...pledge, status: 'expired' };
    }
    if (pledge.status !== 'open') {
      throw new Problem('checkout_closed', {
        detail: `That checkout is ${pledge.status}: use a new idempotency key for another.`,
      });
    }
    if (!samePledge(pledge, wanted)) {
      throw new Problem('conflict', { detail: 'The idempotency key was used for another gift.' });
    }
    return { id: pledge.id, url: pledge.sessionUrl ?? (await askStripe(publisher, pledge)) };
  };
}

export type StartCheckout = ReturnType<typeof createStart>;
