import Stripe from 'stripe';
import { type Clock, systemClock } from '../../src/ground/clock.ts';
import { closeGently, createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import type { Database } from '../../src/ground/sql.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { freshPostgres } from './databases.ts';

export interface StripeStandIn {
  readonly url: string;
  readonly db: Database;
  /** The unmodified client, in the account that the key names. */
  client(secretKey: string, config?: Stripe.StripeConfig): Stripe;
  /** Does what is due by now, as it also does by itself every few seconds. */
  keepHouse(): Promise<void>;
  stop(): Promise<void>;
}

export const goodCard = '4242424242424242';

/** The sandbox on a database of its own: what is ours can then be thrown away and begun again beside it. */
export async function startStripeStandIn(clock: Clock = systemClock): Promise<StripeStandIn> {
  const { db, remove } = await freshPostgres();
  let url = '';
  const sandbox = createSandbox({
    database: db,
    clock,
    log: createLog('silent'),
    publicUrl: () => url,
  });
  const server = createHttpServer(sandbox.app);
  await listen(server, 0, '127.0.0.1');
  url = `http://127.0.0.1:${portOf(server)}`;
  await sandbox.start();
  return {
    url,
    db,
    keepHouse: sandbox.keepHouse,
    client: (secretKey, config) =>
      new Stripe(secretKey, {
        protocol: 'http',
        host: '127.0.0.1',
        port: portOf(server),
        telemetry: false,
        ...config,
      }),
    async stop() {
      await sandbox.stop();
      await closeGently(server);
      await remove();
    },
  };
}

/**
 * Pays on the page of a Checkout Session as a reader does, without a browser.
 * @returns where the page leads then: back to the article, or null where it stays
 */
export async function payOn(sessionUrl: string, card = goodCard): Promise<string | null> {
  const response = await fetch(sessionUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      email: 'reader@example.org',
      number: card,
      expiry: '12/34',
      cvc: '123',
      name: 'A Reader',
    }),
  });
  if (response.status >= 500)
    throw new Error(`the page answered ${response.status}: ${await response.text()}`);
  return response.headers.get('location');
}
