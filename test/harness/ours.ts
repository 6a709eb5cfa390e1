import { createProducts } from '../../src/checkout/product.ts';
import { createStart } from '../../src/checkout/start.ts';
import { createBounces } from '../../src/ground/bounces.ts';
import { type Clock, systemClock } from '../../src/ground/clock.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createLog } from '../../src/ground/log.ts';
import { noMailer } from '../../src/ground/mail.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import type { Publisher } from '../../src/ground/publisher.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { type Database, toInteger } from '../../src/ground/sql.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { createAlerts } from '../../src/incidents/alerts.ts';
import { createReconcile } from '../../src/reconcile/reconcile.ts';
import { createBackfill } from '../../src/webhooks/backfill.ts';
import { createDrain } from '../../src/webhooks/drain.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { createIncidentWatch } from '../../src/webhooks/incidentWatch.ts';
import { createRecheck } from '../../src/webhooks/recheckIncidents.ts';
import { givenPublisher } from './givenPublisher.ts';

export const secretKey = 'sk_test_ours_0123456789';

const amounts = { choices: [200, 500], suggested: 200, min: 200, max: 100_000 };

/** A publisher that takes every kind of gift. */
export const generous: Publisher = givenPublisher({
  amounts: { once: amounts, monthly: amounts, annual: amounts },
});

/** Whose money it is, and when; everything not named is ordinary. */
export interface OursDiffers {
  readonly key?: string;
  readonly publisher?: Publisher;
  readonly clock?: Clock;
  /** More publishers, and the variables that their files name. */
  readonly others?: readonly Publisher[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Our rooms about money, on a database and against a stand-in for Stripe. */
export function ours(
  db: Database,
  stripeUrl: string,
  {
    key = secretKey,
    publisher = generous,
    clock = systemClock,
    others = [],
    variables = {},
  }: OursDiffers = {},
) {
  const config = readConfig({
    STRIPE_SECRET_KEY: key,
    STRIPE_WEBHOOK_SECRETS: 'whsec_ours_0123456789',
    STRIPE_API_BASE: stripeUrl,
    ...variables,
  });
  const publishers = new Map([publisher, ...others].map((one) => [one.id, one]));
  const accounts = createStripeAccounts(config, publishers, stripeUrl);
  const secrets = createSecrets('secret of the tests, of no use elsewhere');
  const log = createLog('silent');
  const start = createStart({
    db,
    clock,
    secrets,
    accounts,
    products: createProducts(),
  });
  const bodies = createEventBodies(secrets);
  const common = { db, bodies, publishers, accounts, clock, log };
  const drain = createDrain({ ...common, metrics: createMetrics(), pollMs: 20 });
  return {
    accounts,
    clock,
    secrets,
    bodies,
    drain,
    backfill: createBackfill({ ...common, onEvent: drain.poke }),
    reconcile: createReconcile(common),
    watch: createIncidentWatch(common).watch,
    recheck: createRecheck(common).recheck,
    bounces: createBounces({ ...common, secrets, writers: {}, metrics: createMetrics() }),
    alerts: createAlerts({
      ...common,
      secrets,
      mailer: noMailer,
      alertsTo: [],
      publicUrl: config.publicUrl,
    }),
    give: (
      frequency: 'once' | 'monthly' | 'annual',
      amount: number,
      reader = 'reader-0001',
      to = publisher,
    ) =>
      start(to, {
        frequency,
        amount,
        reader,
        currency: to.currency,
        returnUrl: `${to.origins[0]}/article`,
      }),
    /** Puts an event into the inbox, as the door does. */
    async keep(
      event: { id: string; type: string; created: number; livemode: boolean },
      to = publisher.id,
    ): Promise<void> {
      await keepEvent(db, bodies, {
        id: event.id,
        type: event.type,
        publisher: to,
        account: null,
        apiVersion: null,
        livemode: event.livemode,
        created: new Date(event.created * 1000),
        receivedAt: clock.now(),
        body: Buffer.from(JSON.stringify(event)),
      });
    },
    /** Works the inbox until nothing waits; an event that fails is an error of the test. */
    async settle(): Promise<void> {
      drain.start();
      for (;;) {
        const { rows } = await db.query<{ id: string; type: string; error: string | null }>(
          "select id, type, error from event where status = 'received' order by error nulls last limit 1",
        );
        if (rows.length === 0) break;
        if (rows[0]!.error)
          throw new Error(`${rows[0]!.type} ${rows[0]!.id} failed: ${rows[0]!.error}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await drain.stop();
    },
    /** What the books say, without what differs from one telling to another. */
    async books() {
      const transfers = await db.query<{ source: string; entries: unknown }>(
        `select t.source, t.kind, t.gift_id, t.publisher, t.at,
           jsonb_agg(jsonb_build_array(e.account, e.currency, e.amount) order by e.position) as entries
         from transfer t join entry e on e.transfer_id = t.id group by t.id order by t.source`,
      );
      const gifts = await db.query(
        'select id, status, amount, frequency, reader_tag, paid_until, ends_at, ended_at from gift order by id',
      );
      const pledges = await db.query(
        'select id, status, return_url, reader_tag from pledge order by id',
      );
      const failed = await db.query(
        "select id, type, error from event where status not in ('done', 'ignored') order by id",
      );
      return {
        transfers: transfers.rows,
        gifts: gifts.rows,
        pledges: pledges.rows,
        failed: failed.rows,
      };
    },
    async sums() {
      const { rows } = await db.query<{ account: string; amount: string }>(
        'select account, sum(amount)::text as amount from entry group by account order by account',
      );
      return Object.fromEntries(rows.map(({ account, amount }) => [account, toInteger(amount)]));
    },
  };
}
