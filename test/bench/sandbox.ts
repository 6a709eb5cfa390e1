import { once } from 'node:events';
import Stripe from 'stripe';
import { median } from './median.ts';
import type { Cost, Told } from './sandboxServers.ts';
import type { Bench, Figure } from './section.ts';
import { startProgram } from './startProgram.ts';

/** What the sandbox may add to a request, in ms. */
const mayAdd = 5;

interface Things {
  readonly customer: string;
  readonly price: string;
  /** Somebody with a card who gives nothing yet: nobody begins hundreds of subscriptions. */
  newcomer(): string;
}

/** What a publication asks of Stripe, by the path that it asks. */
const requests: readonly {
  readonly what: string;
  readonly path: (things: Things) => string;
  readonly ask: (stripe: Stripe, things: Things) => Promise<object>;
}[] = [
  {
    what: 'retrieve a customer',
    path: ({ customer }) => `GET /v1/customers/${customer}`,
    ask: (stripe, { customer }) => stripe.customers.retrieve(customer),
  },
  {
    what: 'list ten customers',
    path: () => 'GET /v1/customers',
    ask: (stripe) => stripe.customers.list({ limit: 10 }),
  },
  {
    what: 'create a customer',
    path: () => 'POST /v1/customers',
    ask: (stripe) => stripe.customers.create({ email: 'reader@example.org', name: 'A Reader' }),
  },
  {
    what: 'create a Checkout Session',
    path: () => 'POST /v1/checkout/sessions',
    ask: (stripe, { price }) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        submit_type: 'donate',
        success_url: 'https://publication.example/article',
        line_items: [{ price, quantity: 1 }],
      }),
  },
  {
    what: 'create a subscription, which is paid',
    path: () => 'POST /v1/subscriptions',
    ask: (stripe, { newcomer, price }) =>
      stripe.subscriptions.create({ customer: newcomer(), items: [{ price }] }),
  },
];

async function prepare(stripe: Stripe, newcomers: number): Promise<Things> {
  const { id: product } = await stripe.products.create({ name: 'Gift' });
  const { id: price } = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 500,
    recurring: { interval: 'month' },
  });
  const people: string[] = [];
  for (let i = 0; i < newcomers; i += 1) people.push(await createReader(stripe, `Reader ${i}`));
  return { customer: people[0]!, price, newcomer: () => people.pop()! };
}

async function createReader(stripe: Stripe, name: string): Promise<string> {
  const { id: customer } = await stripe.customers.create({ name });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  return customer;
}

async function startServer(kind: 'sandbox' | 'bare') {
  const { program, said } = await startProgram<{ port: number }>('sandboxServers.ts', [kind]);
  async function tell(told: Told): Promise<Cost> {
    const answer = once(program, 'message') as Promise<[Cost]>;
    program.send(told);
    return (await answer)[0];
  }
  // It has a folder to take away.
  async function stop(): Promise<void> {
    const gone = once(program, 'exit');
    program.send({ isOver: true } satisfies Told);
    await gone;
  }
  const stripe = new Stripe('sk_test_bench_0123456789', {
    host: '127.0.0.1',
    port: said.port,
    protocol: 'http',
    telemetry: false,
  });
  return { stripe, tell, stop };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** How long a request takes who asks, and how much CPU it takes who answers: ms. */
async function measure(server: Server, ask: () => Promise<object>, times: number) {
  const { cpu: before } = await server.tell({});
  const walls: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const at = performance.now();
    await ask();
    walls.push(performance.now() - at);
  }
  const { cpu } = await server.tell({});
  return { wall: median(walls), cpu: (cpu - before) / times };
}

/**
 * What the sandbox on its embedded database takes more than a bare server that answers the same. CPU is held to the
 * promise: how long one waits depends as well on who else is on the machine.
 */
export async function sandbox(bench: Bench): Promise<Figure[]> {
  const [ours, bare] = [await startServer('sandbox'), await startServer('bare')];
  const [rounds, each, warm] = [bench.sized(9, 1), bench.sized(60, 5), bench.sized(300, 5)];
  try {
    const things = await prepare(ours.stripe, 2 * (1 + warm + rounds * each));
    const answers: Record<string, string> = {};
    for (const { path, ask } of requests)
      answers[path(things)] = JSON.stringify(await ask(ours.stripe, things));
    await bare.tell({ answers });
    // The first of each kind are slower: code is not compiled, and statements are not prepared.
    for (const { ask } of requests)
      for (const { stripe } of [ours, bare])
        for (let i = 0; i < warm; i += 1) await ask(stripe, things);
    const figures: Figure[] = [];
    for (const { what, ask } of requests) {
      const turn = (server: Server) => measure(server, () => ask(server.stripe, things), each);
      const added: { wall: number; cpu: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const [a, b] = [await turn(ours), await turn(bare)];
        added.push({ wall: a.wall - b.wall, cpu: a.cpu - b.cpu });
      }
      const cpu = median(added.map((one) => one.cpu));
      const wall = median(added.map((one) => one.wall));
      figures.push({
        what: `${what}: CPU added`,
        value: cpu,
        unit: 'ms',
        wanted: { atMost: mayAdd },
      });
      figures.push({ what: `${what}: time added`, value: wall, unit: 'ms' });
    }
    return figures;
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}
