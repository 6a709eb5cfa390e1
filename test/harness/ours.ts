import { createProducts } from '../../src/checkout/product.ts';
import { createStart } from '../../src/checkout/start.ts';
import { systemClock } from '../../src/ground/clock.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import type { Publisher } from '../../src/ground/publisher.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { type Database, toInteger } from '../../src/ground/sql.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { createDrain } from '../../src/webhooks/drain.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { givenPublisher } from './givenPublisher.ts';

export const secretKey = 'sk_test_ours_0123456789';

const amounts = { choices: [200, 500], suggested: 200, min: 200, max: 100_000 };

/** A publisher that takes every kind of gift. */
export const generous: Publisher = givenPublisher({
  amounts: { once: amounts, monthly: amounts, annual: amounts },
});

/** Our rooms about money, on a database and against a stand-in for Stripe. */
export function ours(db: Database, stripeUrl: string) {
  const config = readConfig({
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRETS: 'whsec_ours_0123456789',
    STRIPE_API_BASE: stripeUrl,
  });
  const accounts = createStripeAccounts(config, new Map([[generous.id, generous]]), stripeUrl);
  const secrets = createSecrets('secret of the tests, of no use elsewhere');
  const log = createLog('silent');
  const start = createStart({
    db,
    clock: systemClock,
    secrets,
    accounts,
    products: createProducts(),
  });
  const drain = createDrain({
    db,
    accounts,
    clock: systemClock,
    log,
    metrics: createMetrics(),
    pollMs: 20,
  });
  return {
    accounts,
    secrets,
    drain,
    give: (frequency: 'once' | 'monthly' | 'annual', amount: number, reader = 'reader-0001') =>
      start(generous, {
        frequency,
        amount,
        reader,
        currency: 'usd',
        returnUrl: `${generous.origins[0]}/article`,
      }),
    /** Puts an event into the inbox, as the door does. */
    async keep(event: {
      id: string;
      type: string;
      created: number;
      livemode: boolean;
    }): Promise<void> {
      await keepEvent(db, {
        id: event.id,
        type: event.type,
        publisher: generous.id,
        account: null,
        apiVersion: null,
        livemode: event.livemode,
        created: new Date(event.created * 1000),
        receivedAt: systemClock.now(),
        body: Buffer.from(JSON.stringify(event)),
      });
    },
    /** Works the inbox until nothing waits. */
    async settle(): Promise<void> {
      drain.start();
      for (;;) {
        const { rows } = await db.query("select id from event where status = 'received' limit 1");
        if (rows.length === 0) break;
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
