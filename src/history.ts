import { createProducts } from './checkout/product.ts';
import { sessionParameters } from './checkout/sessionParameters.ts';
import { rememberSession, storePledge } from './giving/pledgeStore.ts';
import { newId } from './ground/ids.ts';
import type { Publisher } from './ground/publisher.ts';
import type { Stripe } from './ground/stripe.ts';
import type { Rooms } from './rooms.ts';
import { planLives } from './simulate/planLife.ts';
import { playYear, type YearSoFar } from './simulate/playYear.ts';
import { monthsUntil, type Span } from './simulate/span.ts';
import type { OpenCheckout } from './simulate/supporter.ts';

const demo = 'moscow-times';
const seed = 7;
const supporters = 40;
const months = 12;

export interface HistoryOptions {
  readonly onBegin?: (span: Span) => void;
  readonly onDay?: (played: YearSoFar) => void;
  /** Told where a year was begun here and never ended: until when it goes (unix seconds). Nothing is played then. */
  readonly onPart?: (until: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Gives a publisher of the sandbox a year that is over: gifts come as pledges of ours and sessions made of them, paid on
 * the page of Checkout; all that follows reaches us as events at our own door, as it would have.
 */
export function createHistory({ config, publishers, accounts, stores: { db }, clock }: Rooms) {
  const products = createProducts();
  const publisher = publishers.get(demo) ?? [...publishers.values()][0]!;
  const { stripe } = accounts.of(publisher.id);
  const name = `A year of ${publisher.name}`;

  /** As our own checkout does it, but for a customer who lives by a test clock. */
  const openCheckout: OpenCheckout = async ({ customer, frequency, amount, currency }) => {
    const id = newId('chk');
    const pledge = await storePledge(db, {
      id,
      publisher: publisher.id,
      readerTag: null,
      frequency,
      amount,
      currency,
      returnUrl: `${config.publicUrl}/demo/${publisher.id}/`,
      locale: publisher.locale,
      ...campaignOf(publisher),
      requestKey: `derived:history ${id}`,
      createdAt: clock.now(),
    });
    const product = await products.productOf(stripe, publisher);
    // A customer who is there already is not to be created, and their session goes by their clock.
    const {
      customer_creation: _,
      expires_at: _ours,
      ...parameters
    } = sessionParameters(pledge, publisher, product);
    const session = await stripe.checkout.sessions.create(
      { ...parameters, customer },
      { idempotencyKey: `cs:${pledge.id}:${pledge.attempt}` },
    );
    await rememberSession(db, pledge.id, session.id, session.url!);
    return session;
  };

  async function clockThere() {
    for await (const known of stripe.testHelpers.testClocks.list({ limit: 100 }))
      if (known.name === name) return known;
    return undefined;
  }

  /** Plays the year, once: where one is there already nothing happens, and where a part of one is, that is told. */
  return async function playHistory(options: HistoryOptions = {}): Promise<void> {
    const there = await clockThere();
    if (there && !isWhole(there)) options.onPart?.(there.frozen_time);
    if (there) return;
    const span = monthsUntil(clock.now(), months);
    options.onBegin?.(span);
    const currencies = [publisher.currency];
    const lives = planLives({ seed, supporters, days: span.days, currencies });
    await playYear({ stripe, openCheckout, lives, seed, ...span, name, ...options });
  };
}

function campaignOf({ campaigns }: Publisher) {
  const campaign = campaigns[0];
  return { campaign: campaign?.id ?? null, variant: campaign?.variants[0]?.id ?? null };
}

const daySeconds = 86_400;

/** A year ends with the last midnight before it was begun; a deed is done at another hour of the day. */
const isWhole = ({ frozen_time: at, created }: Stripe.TestHelpers.TestClock): boolean =>
  at % daySeconds === 0 && at > created - daySeconds;
