import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../src/ground/postgres.ts';
import { serviceEnvironment } from '../harness/service.ts';
import { payOn } from '../harness/stripeStandIn.ts';

type Environment = Awaited<ReturnType<typeof serviceEnvironment>>;

interface Victim {
  readonly process: ChildProcess;
  steps(): number;
  stop(): Promise<void>;
}

/** Starts the service in a process that kills itself at a step of its writing; 0 never. */
async function startVictim(variables: Record<string, string>, killAt: number): Promise<Victim> {
  const child = fork(join(import.meta.dirname, 'victim.mjs'), {
    env: { PATH: process.env.PATH, ...variables, KILL_AT: String(killAt) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let steps = 0;
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: { ready?: true; steps?: number }) => {
      if (message.steps) steps = message.steps;
      if (message.ready) resolve();
    });
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve() : reject(new Error(`ended with ${code}`)),
    );
  });
  return {
    process: child,
    steps: () => steps,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const isDead = ({ process: child }: Victim) => child.signalCode === 'SIGKILL';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await isSo().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`never came: ${what}`);
}

/** A reader gives $2 a month, by the addresses that a widget uses; stubborn until the news of a payment made came by its second way. */
async function give(origin: string, victim: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      const response = await fetch(`${origin}/v1/publishers/moscow-times/checkouts`, {
        method: 'POST',
        body: new URLSearchParams({
          reader: 'reader-of-the-crash',
          frequency: 'monthly',
          amount: '200',
          currency: 'usd',
          returnUrl: `${origin}/demo/moscow-times/`,
          idempotencyKey: 'key-of-the-crash',
        }),
      });
      if (response.status === 409) return;
      const { url } = (await response.json()) as { url: string };
      await payOn(url);
      return;
    } catch {
      // A process that killed itself is known to be dead a moment later.
      await sleep(200);
      await victim();
    }
  }
  throw new Error('the reader gave up');
}

/** Plays the gift with one death at the step, then lets a healthy process finish. @returns what the books say */
async function play({ variables }: Environment, killAt: number) {
  const origin = `http://localhost:${variables.PORT}`;
  let victim = await startVictim(variables, killAt);
  const revive = async () => {
    await until('the death', async () => isDead(victim) || victim.process.exitCode === null);
    if (isDead(victim)) victim = await startVictim(variables, 0);
  };
  const db = openPostgres({ url: variables.DATABASE_URL!, onError: () => {} });
  try {
    await give(origin, revive);
    const settled = async () => {
      await revive();
      const { rows } = await db.query<{ waiting: string; told: string }>(
        `select (select count(*) from event where status = 'received') as waiting,
           (select count(*) from event where status = 'done'
             and type in ('checkout.session.completed', 'customer.subscription.created', 'invoice.paid')) as told`,
      );
      return rows[0]!.waiting === '0' && rows[0]!.told === '3';
    };
    await until('the end of the inbox', settled);
    // What is still on its way comes within the sandbox's first waits.
    await sleep(300);
    await until('the end of the inbox', settled);
    const entries = await db.query('select account, currency, amount from entry order by account');
    const gifts = await db.query('select status, amount from gift');
    const pledges = await db.query('select status, return_url from pledge');
    const unfinished = await db.query(
      "select type, status, error from event where status in ('failed', 'parked')",
    );
    const sessions = await db.query('select count(distinct session_id) as made from pledge');
    const steps = victim.steps();
    return {
      steps,
      books: [entries.rows, gifts.rows, pledges.rows, unfinished.rows, sessions.rows],
    };
  } finally {
    await db.close();
    await victim.stop();
  }
}

const inFreshHouse = async <T>(work: (environment: Environment) => Promise<T>): Promise<T> => {
  const environment = await serviceEnvironment('servers');
  try {
    return await work(environment);
  } finally {
    await environment.remove();
  }
};

let expected: Awaited<ReturnType<typeof play>>;
beforeAll(async () => {
  expected = await inFreshHouse((environment) => play(environment, 0));
}, 60_000);
test('undisturbed, a gift of $2 a month stands as gross, fee and net', () => {
  const [entries, gifts, pledges, unfinished] = expected.books;
  expect(entries).toHaveLength(3);
  expect(entries).toContainEqual({ account: 'gifts:monthly', currency: 'usd', amount: '-200' });
  expect([gifts, pledges, unfinished]).toEqual([
    [{ status: 'active', amount: '200' }],
    [{ status: 'complete', return_url: null }],
    [],
  ]);
});

// Every step in the long run; a few spread over all of them in the ordinary one.
const deaths = Number(process.env.SMALLFAVOR_TEST_DEATHS ?? 8);

test.each(Array.from({ length: deaths }, (_, i) => i))(
  'killed in the middle of its writing (death %i), it loses nothing and books nothing twice',
  async (i) => {
    const killAt = 1 + Math.floor(((i + 0.5) * expected.steps) / deaths);
    const { books } = await inFreshHouse((environment) => play(environment, killAt));
    expect(books).toEqual(expected.books);
  },
  120_000,
);
