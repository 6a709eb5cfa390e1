import type Stripe from 'stripe';
import type { Publisher } from '../../src/ground/publisher.ts';
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
  | { readonly do: 'refund'; readonly part: number }
  | { readonly do: 'cancel' }
  | { readonly do: 'answerBank'; readonly words: 'winning_evidence' | 'losing_evidence' };

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  disputed: '4000000000000259',
  refundFails: '4000000000005126',
  reviewed: '4000000000009235',
  warnedOf: '4000000000005423',
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

/** Publications in a world, each with an account of its own at Stripe, and the two houses that hear of them all. */
export function openPublications(world: World, currencies: readonly string[]) {
  const variables: Record<string, string> = {};
  const publishers = currencies.map((currency) => {
    publications += 1;
    const [secretKeyVariable, webhookSecretsVariable] = [`KEY_${publications}`, 'HOOKS'];
    variables[secretKeyVariable] = `sk_test_paper${publications}_0123456789`;
    variables.HOOKS = 'whsec_papers_0123456789';
    return givenPublisher({
      id: `paper-${publications}`,
      currency,
      amounts: { once: amounts, monthly: amounts, annual: amounts },
      stripe: { secretKeyVariable, webhookSecretsVariable },
    });
  });
  const [publisher, ...others] = publishers;
  const differs = { publisher: publisher!, others, variables, clock: world.clock };
  const orderly = ours(world.orderly, world.stripe.url, differs);
  const disorderly = ours(world.disorderly, world.stripe.url, differs);
  const beganAt = world.clock.now();
  const papers = publishers.map((one) => {
    const key = variables[one.stripe.secretKeyVariable!]!;
    return openPaper(world, orderly, one, world.stripe.client(key));
  });
  return {
    papers,
    orderly,
    disorderly,
    beganAt,
    /** A day after the other, for all of them. */
    async pass(days: number): Promise<void> {
      for (let day = 0; day < days; day += 1) {
        world.clock.advance({ days: 1 });
        await world.stripe.keepHouse();
      }
    },
    /** The days (UTC) on which anything happened. */
    days: () =>
      [beganAt, world.clock.now()].map((at) => at.toISOString().slice(0, 10)) as [string, string],
  };
}

type House = ReturnType<typeof ours>;

function openPaper(world: World, orderly: House, publisher: Publisher, client: Stripe) {
  const { id } = publisher;
  const events: Stripe.Event[] = [];
  let readers = 0;

  /** A reader asks for a page to pay on; the pledge is in both books. */
  async function ask(frequency: 'once' | 'monthly' | 'annual', amount: number): Promise<string> {
    readers += 1;
    const { url } = await orderly.give(frequency, amount, `reader-${id}-${readers}`, publisher);
    const { rows } = await world.orderly.query<{ pledge: unknown }>(
      'select to_jsonb(p) as pledge from pledge p where publisher = $1',
      [id],
    );
    for (const { pledge } of rows)
      await world.disorderly.query(
        'insert into pledge select * from jsonb_populate_record(null::pledge, $1::jsonb) on conflict do nothing',
        [JSON.stringify(pledge)],
      );
    return url;
  }

  async function refund(part: number): Promise<void> {
    const charges = (await client.charges.list({ limit: 100 })).data;
    const charge = charges.find((one) => one.paid && !one.refunded && !one.disputed);
    if (charge)
      await client.refunds.create({
        charge: charge.id,
        amount: Math.max(1, Math.floor((charge.amount - charge.amount_refunded) * part)),
      });
  }

  async function answerBank(uncategorized_text: string): Promise<void> {
    const open = (await client.disputes.list({ limit: 100 })).data.find(
      ({ status }) => status === 'needs_response',
    );
    if (open)
      await client.disputes.update(open.id, { evidence: { uncategorized_text }, submit: true });
  }

  return {
    id,
    client,
    events,
    async perform(act: Act): Promise<void> {
      switch (act.do) {
        case 'give':
          await payOn(await ask(act.frequency, act.amount), cards[act.card]);
          return;
        case 'abandon':
          await ask('once', 700);
          for (const session of (await client.checkout.sessions.list({ status: 'open' })).data)
            await client.checkout.sessions.expire(session.id);
          return;
        case 'refund':
          return refund(act.part);
        case 'cancel': {
          const [subscription] = (await client.subscriptions.list({ limit: 1 })).data;
          if (subscription) await client.subscriptions.cancel(subscription.id);
          return;
        }
        case 'answerBank':
          return answerBank(act.words);
      }
    },
    /** What Stripe has told since the last time, the oldest first. */
    async news(): Promise<Stripe.Event[]> {
      const known = new Set(events.map((event) => event.id));
      const all = await client.events.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
      const fresh = all.reverse().filter((event) => !known.has(event.id));
      events.push(...fresh);
      return fresh;
    },
  };
}

export type Publications = ReturnType<typeof openPublications>;
export type Paper = ReturnType<typeof openPaper>;

/** One publication in a world: what happens to it is heard at once by the orderly books. */
export function openPublication(world: World) {
  const { papers, pass, ...rest } = openPublications(world, ['usd']);
  const paper = papers[0]!;
  return {
    ...rest,
    ...paper,
    async play(acts: readonly (Act | { readonly do: 'pass'; readonly days: number })[]) {
      for (const act of acts) {
        await (act.do === 'pass' ? pass(act.days) : paper.perform(act));
        for (const event of await paper.news()) await rest.orderly.keep(event);
        await rest.orderly.settle();
      }
    },
  };
}

export type Publication = ReturnType<typeof openPublication>;
