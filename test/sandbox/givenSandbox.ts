import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterEach, beforeEach } from 'vitest';
import { closeGently, createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import type { Database } from '../../src/ground/sql.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { type FakeClock, fakeClock } from '../harness/fakeClock.ts';

/** A request that came to the webhook receiver. */
export interface Received {
  readonly body: string;
  readonly signature: string;
  readonly event: Stripe.Event;
}

/** An endpoint that writes down what it is sent, and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  status: number;
  /** Waits until so many have come. */
  until(count: number): Promise<Received[]>;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const receiver = { status: 200 };
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const signature = String(req.headers['stripe-signature']);
      received.push({ body, signature, event: JSON.parse(body) as Stripe.Event });
      res.writeHead(receiver.status, receiver.status === 302 ? { location: '/elsewhere' } : {});
      res.end('ok');
    });
  });
  await listen(server, 0, '127.0.0.1');
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${portOf(server)}/webhook`,
    received,
    async until(count: number) {
      for (let tries = 0; received.length < count && tries < 400; tries += 1) await sleep(25);
      return received;
    },
    close: () => closeGently(server, 500),
  });
}

export interface RunningSandbox {
  readonly clock: FakeClock;
  readonly url: string;
  readonly stripe: Stripe;
  /** Another account's client, or another setting of it. */
  client(key: string, config?: Stripe.StripeConfig): Stripe;
  /** Sends a form as a browser without scripts does; redirects are not followed. */
  submit(url: string, fields: Record<string, string>): Promise<Response>;
  /** Lets all happen that is due by the clock. */
  keepHouse(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A sandbox on a real port. It listens; its deliveries begin with `start`. */
export async function openSandbox(
  database: Database,
  clock = fakeClock(),
): Promise<RunningSandbox> {
  let url = '';
  const sandbox = createSandbox({
    database,
    clock,
    log: createLog('silent'),
    publicUrl: () => url,
  });
  const server: Server = createHttpServer(sandbox.app);
  await listen(server, 0, '127.0.0.1');
  const port = portOf(server);
  url = `http://127.0.0.1:${port}`;
  const client = (key: string, config: Stripe.StripeConfig = {}) =>
    new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', telemetry: false, ...config });
  return {
    clock,
    url,
    stripe: client(`sk_test_${Math.random().toString(36).slice(2)}0000`),
    client,
    submit: (address, fields) =>
      fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }),
    keepHouse: sandbox.keepHouse,
    start: sandbox.start,
    async stop() {
      await sandbox.stop();
      await closeGently(server, 500);
    },
  };
}

/** A sandbox for each test of a suite, with an account of its own. */
export function givenSandbox(database: () => Database): () => RunningSandbox {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    sandbox = await openSandbox(database());
  });
  afterEach(() => sandbox.stop());
  return () => sandbox;
}

export const goodCard = {
  email: 'reader@example.org',
  number: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvc: '123',
  name: 'Ann Reader',
};

/** A gift's session, monthly unless it says otherwise. */
export function giftSession(
  stripe: Stripe,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  const monthly = more.mode !== 'payment';
  return stripe.checkout.sessions.create({
    mode: 'subscription',
    submit_type: 'donate',
    success_url: 'https://paper.example/article?paid=1#gift={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://paper.example/article',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'usd',
          unit_amount: 200,
          product_data: { name: 'Gift' },
          ...(monthly && { recurring: { interval: 'month' as const } }),
        },
      },
    ],
    ...more,
  });
}

export const typesOf = async (stripe: Stripe): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).reverse();
