import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { provided } from '../harness/provided.ts';
import { type StartedProgram, startBuilt } from '../harness/startBuilt.ts';
import { freePort } from '../harness/startServer.ts';
import { payOn } from '../harness/stripeStandIn.ts';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Runs what `npm start` runs after its build. */
function start(variables: Record<string, string>, goesAfterTest = true): StartedProgram {
  const started = startBuilt(['dist/main.js'], { LOG_LEVEL: 'warn', ...variables });
  if (goesAfterTest) running.push(started.child);
  return started;
}

async function newHome() {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const DATA_DIR = mkdtempSync(join(provided('scratchFolder'), 'home-'));
  return { PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_DIR };
}
const finance = async <T>({ PORT }: { PORT: string }, token: string, path: string) => {
  const answer = await fetch(`http://localhost:${PORT}/v1/finance/${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return (await answer.json()) as T;
};
const tokenIn = (output: string) => /finance token\s+(\S+)/.exec(output)![1]!;

describe('on an empty machine', () => {
  let home: Awaited<ReturnType<typeof newHome>>;
  let first: StartedProgram;
  beforeAll(async () => {
    home = await newHome();
    first = start(home, false);
    await first.says('Ctrl-C stops it.');
  }, 90_000);
  afterAll(() => first?.child.kill('SIGKILL'));

  test('it starts, and says where everything is', async () => {
    for (const address of [
      `http://localhost:${home.PORT}/demo/`,
      `http://localhost:${home.SANDBOX_PORT}/`,
    ]) {
      expect(first.output()).toContain(address);
      expect((await fetch(address)).status).toBe(200);
    }
    expect(await (await fetch(`http://localhost:${home.PORT}/readyz`)).json()).toMatchObject({
      status: 'ready',
    });
  });

  test('a second process on the same folder is refused in plain words', async () => {
    const other = start({ ...(await newHome()), DATA_DIR: home.DATA_DIR });
    const [code] = await once(other.child, 'exit');
    expect(code).toBe(1);
    expect(other.output()).toMatch(/another smallfavor \(process \d+\) uses the data folder/);
    expect(other.output()).not.toMatch(/\bat .*\.js:\d+/);
    expect((await fetch(`http://localhost:${home.PORT}/healthz`)).status).toBe(200);
  }, 90_000);

  test('a taken port is named', async () => {
    const other = start({ ...(await newHome()), PORT: home.PORT });
    const [code] = await once(other.child, 'exit');
    expect(code).toBe(1);
    expect(other.output()).toContain(`port ${home.PORT} is taken`);
  }, 90_000);

  test('it stops at once when told', async () => {
    first.child.kill('SIGINT');
    const [code] = await once(first.child, 'exit');
    expect(code).toBe(0);
  }, 90_000);
});

test('after kill -9 it finds the gift, the snooze and its token again', async () => {
  const home = await newHome();
  const first = start(home);
  await first.says('Ctrl-C stops it.');
  const token = tokenIn(first.output());
  const readers = `http://localhost:${home.PORT}/v1/publishers/moscow-times/readers/reader-of-before`;
  await fetch(`${readers}/snooze`, { method: 'PUT', body: new URLSearchParams({ days: '30' }) });
  const gift = {
    reader: 'reader-who-gave',
    frequency: 'once',
    amount: '1000',
    currency: 'usd',
    returnUrl: `http://localhost:${home.PORT}/demo/`,
  };
  const begun = await fetch(`http://localhost:${home.PORT}/v1/publishers/moscow-times/checkouts`, {
    method: 'POST',
    body: new URLSearchParams(gift),
  });
  await payOn(((await begun.json()) as { url: string }).url);
  const balances = () => finance<{ data: unknown[] }>(home, token, 'balances');
  await expect.poll(async () => (await balances()).data.length, { timeout: 30_000 }).toBe(3);
  const before = { books: await balances(), kept: await (await fetch(readers)).json() };

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = start(home);
  await second.says('Ctrl-C stops it.');
  expect(tokenIn(second.output())).toBe(token);
  expect({ books: await balances(), kept: await (await fetch(readers)).json() }).toEqual(before);
}, 120_000);

test('every mistake in the environment is told at once, and nothing starts', async () => {
  const home = await newHome();
  const { child, output } = start({
    ...home,
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'nowhere',
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  for (const name of ['PORT:', 'LOG_LEVEL:', 'REDIS_URL:']) expect(output()).toContain(name);
});

test('a live key on the embedded database is refused', async () => {
  const { SANDBOX_PORT: _, ...home } = await newHome();
  const live = {
    STRIPE_SECRET_KEY: 'sk_live_0123456789',
    STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789',
  };
  const { child, output } = start({ ...home, ...live });
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(output()).toContain('power cut');
});
