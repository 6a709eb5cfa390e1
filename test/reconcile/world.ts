import type Stripe from 'stripe';
import type { Database } from '../../src/ground/sql.ts';
import { freshPostgres } from '../harness/databases.ts';
import { type FakeClock, fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { ours } from '../harness/ours.ts';
import { payOn, type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';

/** Something that happens to a publication's money. */
export type Act =
  | {
      readonly do: 'give';
      readonly frequency: 'once' | 'monthly' | 'annual';
      readonly amount: number;
      readonly card: keyof typeof cards;
    }
  | { readonly do: 'abandon' }
  | { readonly do: 'pass'; readonly days: number }
  | { readonly do: 'refund'; readonly part: number }
  | { readonly do: 'cancel' }
  | { readonly do: 'answerBank'; readonly words: 'winning_evidence' | 'losing_evidence' };

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  disputed: '4000000000000259',
  refundFails: '4000000000005126',
} as const;

/** A stand-in for Stripe whose time passes as it is told, and two databases of ours: one hears of all in order, one does not. */
export interface World {
  readonly clock: FakeClock;
  readonly stripe: StripeStandIn;
  readonly orderly: Database;
  readonly disorderly: Database;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const clock = fakeClock();
  const [stripe, orderly, disorderly] = await Promise.all([
    startStripeStandIn(clock),
    freshPostgres(),
    freshPostgres(),
  ]);
  return {
    clock,
    stripe,
    orderly: orderly.db,
    disorderly: disorderly.db,
    stop: async () =>
      void (await Promise.all([stripe.stop(), orderly.remove(), disorderly.remove()])),
  };
}

let publications = 0;
const amounts = { choices: [200, 500], suggested: 200, min: 200, max: 1_000_000 };

/** One publication in a world: what happens to it is heard at once by the orderly books. */
export function openPublication(world: World, currency = 'usd') {
  publications += 1;
  const id = `paper-${publications}`;
  const key = `sk_test_${id.replace('-', '')}_0123456789`;
  const publisher = givenPublisher({
    id,
    currency,
    amounts: { once: amounts, monthly: amounts, annual: amounts },
  });
  const differs = { key, publisher, clock: world.clock };
  const orderly = ours(world.orderly, world.stripe.url, differs);
  const disorderly = ours(world.disorderly, world.stripe.url, differs);
  const client = world.stripe.client(key);
  const events: Stripe.Event[] = [];
  const beganAt = world.clock.now();

  async function hear(): Promise<void> {
    const known = new Set(events.map((event) => event.id));
    const all = await client.events.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    const fresh = all.reverse().filter((event) => !known.has(event.id));
    events.push(...fresh);
    for (const event of fresh) await orderly.keep(event);
    await orderly.settle();
  }

  async function copyPledges(): Promise<void> {
    const { rows } = await world.orderly.query<{ pledge: unknown }>(
      'select to_jsonb(p) as pledge from pledge p where publisher = $1',
      [id],
    );
    for (const { pledge } of rows)
      await world.disorderly.query(
        'insert into pledge select * from jsonb_populate_record(null::pledge, $1::jsonb) on conflict do nothing',
        [JSON.stringify(pledge)],
      );
  }

  let readers = 0;
  async function give(act: Act & { do: 'give' }): Promise<void> {
    readers += 1;
    const { url } = await orderly.give(act.frequency, act.amount, `reader-${id}-${readers}`);
    await copyPledges();
    await payOn(url, cards[act.card]);
  }

  async function perform(act: Act): Promise<void> {
    switch (act.do) {
      case 'give':
        return give(act);
      case 'abandon': {
        readers += 1;
        await orderly.give('once', 700, `reader-${id}-${readers}`);
        await copyPledges();
        for (const session of (await client.checkout.sessions.list({ status: 'open' })).data)
          await client.checkout.sessions.expire(session.id);
        return;
      }
      case 'pass':
        for (let day = 0; day < act.days; day += 1) {
          world.clock.advance({ days: 1 });
          await world.stripe.keepHouse();
        }
        return;
      case 'refund': {
        const charges = (await client.charges.list({ limit: 100 })).data;
        const charge = charges.find((one) => one.paid && !one.refunded && !one.disputed);
        if (charge)
          await client.refunds.create({
            charge: charge.id,
            amount: Math.max(1, Math.floor((charge.amount - charge.amount_refunded) * act.part)),
          });
        return;
      }
      case 'cancel': {
        const [subscription] = (await client.subscriptions.list({ limit: 1 })).data;
        if (subscription) await client.subscriptions.cancel(subscription.id);
        return;
      }
      case 'answerBank': {
        const open = (await client.disputes.list({ limit: 100 })).data.find(
          ({ status }) => status === 'needs_response',
        );
        if (open)
          await client.disputes.update(open.id, {
            evidence: { uncategorized_text: act.words },
            submit: true,
          });
      }
    }
  }

  return {
    id,
    client,
    events,
    beganAt,
    orderly,
    disorderly,
    async play(acts: readonly Act[]): Promise<void> {
      for (const act of acts) {
        await perform(act);
        await hear();
      }
    },
    /** Nothing more happens by itself. */
    async end(): Promise<void> {
      for (const { id: one } of (await client.subscriptions.list({ limit: 100 })).data)
        await client.subscriptions.cancel(one);
    },
    /** The days (UTC) on which anything happened. */
    days: () =>
      [beganAt, world.clock.now()].map((at) => at.toISOString().slice(0, 10)) as [string, string],
  };
}

export type Publication = ReturnType<typeof openPublication>;
