import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../src/command/runCommand.ts';
import { verbs } from '../../src/command/verbs.ts';
import { systemClock } from '../../src/ground/clock.ts';
import { keptPurposes } from '../../src/ground/keptKeys.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createOperator } from '../../src/operate.ts';
import { createPassKeys } from '../../src/supporter/passKeys.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { type Service, startService } from '../harness/service.ts';

const [old, next, third] = ['former', 'present', 'third'].map((word) =>
  `${word} `.repeat(8).trim(),
) as [string, string, string];
const publisher = '/v1/publishers/moscow-times';
const body = '{"id":"evt_sealed","data":{"object":{"id":"in_1Abcdefgh"}}}';

const patience = { timeout: 30_000 };
let service: Service;
beforeAll(async () => {
  service = await startService('servers', {}, { APP_SECRET: old });
});
afterAll(() => service?.stop());

const restart = async (appSecret: string) => {
  service = await service.restart({ APP_SECRET: appSecret });
};
const send = (method: string, path: string, json: unknown) =>
  fetch(service.url + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
const snoozedUntil = async () => {
  const answer = await fetch(`${service.url}${publisher}/readers/reader-0001`);
  return ((await answer.json()) as { snoozedUntil: string | null }).snoozedUntil;
};
const keysShown = async () => (await fetch(`${service.url}/.well-known/jwks.json`)).json();
const bodyShown = async () =>
  (await service.finance<{ body: unknown }>('events/evt_sealed')).body ?? null;

async function check() {
  let out = '';
  const say = (text: string) => {
    out += text;
  };
  const code = await runCommand(verbs, ['secret', 'check'], { out: say, err: say }, (common) =>
    createOperator(service.config.environment, common),
  );
  return { code, out };
}

test('every hash that is kept has a key that stays, and no other has', () => {
  const src = join(import.meta.dirname, '../../src');
  const used = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(src, file), 'utf8').matchAll(/secrets\.mac\(\s*'([^']+)'/g),
    ])
    .map(([, purpose]) => purpose);
  // These are asked for and checked within one visit, or are meant to change.
  const passing = ['limit', 'preview', 'console form', 'console second factor'];
  expect(new Set(used)).toEqual(new Set([...keptPurposes, ...passing]));
});

test('APP_SECRET is changed without anything being lost, and the former one may go when it is said', async () => {
  // A store that is slow to answer is passed over on readers' paths: ask until it was not.
  const snooze = async () => {
    const answer = await send('PUT', `${publisher}/readers/reader-0001/snooze`, { days: 30 });
    return answer.status;
  };
  await expect.poll(snooze, patience).toBe(200);
  await expect.poll(snoozedUntil, patience).not.toBeNull();
  const until = await snoozedUntil();
  await send('POST', `${publisher}/reminders`, {
    email: 'reader@example.org',
    on: 'P30D',
    consent: true,
  });
  const keys = await keysShown();
  await keepEvent(service.stores.db, createEventBodies(createSecrets(old)), {
    id: 'evt_sealed',
    type: 'invoice.paid',
    publisher: 'moscow-times',
    account: null,
    apiVersion: null,
    livemode: true,
    created: new Date(0),
    receivedAt: new Date(0),
    body: Buffer.from(body),
    parkedBecause: 'it is of live mode, and the key is not',
  });
  const shown = await bodyShown();
  expect(shown).not.toBeNull();

  // Dropped too early, before anything was sealed anew: it does not start, and nothing is touched.
  await expect(restart(next)).rejects.toThrow('is not the one that this database is used with');

  await restart(`${next},${old}`);
  await expect
    .poll(async () => (await check()).out, { ...patience, interval: 300 })
    .toContain('nothing needs a former APP_SECRET');
  expect(await check()).toMatchObject({
    code: 0,
    out: expect.stringMatching(/reminders +1 +0 +0\n/),
  });
  await restart(next);
  await expect.poll(snoozedUntil, patience).toBe(until);
  expect(await bodyShown()).toEqual(shown);
  expect(await keysShown()).toEqual(keys);
  expect(await check()).toMatchObject({ code: 0 });
}, 60_000);

test('a former one that is needed still, and a lost one, are told at the start', async () => {
  const { db } = service.stores;
  await db.query('update secret_change set done_at = null');
  await expect(restart(next)).rejects.toThrow('not all that the former one sealed is sealed anew');
  await restart(`${next},${old}`);
  await restart(`${third},lost`);
  expect(await snoozedUntil()).toBeNull();
  // It says that it cannot be opened; it does not break.
  expect(await bodyShown()).toBeNull();
  expect(await check()).toMatchObject({
    code: 3,
    out: expect.stringContaining('were sealed by a secret that is not known here'),
  });
  const secrets = createSecrets(third);
  const passKeys = createPassKeys({ db: service.stores.db, clock: systemClock, secrets });
  const { id } = await passKeys.signing();
  expect((await passKeys.signing()).id).toBe(id);
  expect(JSON.stringify(await keysShown())).toContain(id);
  await restart(third);
  await expect(restart(`${next},${old}`)).rejects.toThrow('is not the one');
}, 60_000);
