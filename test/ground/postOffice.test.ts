import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetGivers } from '../../src/giving/giftStore.ts';
import { createBounces } from '../../src/ground/bounces.ts';
import { plusMs } from '../../src/ground/clock.ts';
import type { Job } from '../../src/ground/jobs.ts';
import { letterMark } from '../../src/ground/letterMark.ts';
import { createLog } from '../../src/ground/log.ts';
import type { Letter } from '../../src/ground/mail.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import type { PaceDependencies } from '../../src/ground/pace.ts';
import { beginSending, claimLetters, orderLetter, withdrawLetter } from '../../src/ground/post.ts';
import { forgetLetters, listLetters, resendLetter } from '../../src/ground/postDesk.ts';
import { createPostOffice } from '../../src/ground/postOffice.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import type { Writer } from '../../src/ground/sendLetter.ts';
import { createSmtpMailer } from '../../src/ground/smtpMailer.ts';
import type { Database } from '../../src/ground/sql.ts';
import { bounceOf } from '../harness/bounceOf.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';

const clock = fakeClock();
const secrets = createSecrets('secret of the tests, of no use elsewhere');
const markOf = (id: string) => letterMark(secrets, id);
const from = { name: 'Support', address: 'support@press.example' };
let busy = new Set<string>();
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer({
    hideDSN: false,
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = busy.has(address) ? 451 : address.startsWith('nobody') ? 550 : 0;
      done(responseCode ? Object.assign(new Error('no'), { responseCode }) : null);
    },
  });
});
afterAll(() => server.stop());

const writer: Writer = {
  write: async ({ id, facts }) =>
    facts.unwanted
      ? { dropped: 'not wanted any more' }
      : ({
          id,
          to: `${facts.to ?? 'reader'}@example.org`,
          fromName: 'Daily Planet',
          locale: 'en',
          subject: id,
          text: id,
          html: `<p>${id}</p>`,
        } satisfies Letter),
};

eachDatabase('the post office', (database) => {
  let made = 0;
  const nextId = () => `${database().kind}:${++made}`;
  const order = async (id: string, facts: Record<string, unknown> = {}) => {
    const now = clock.now();
    const letter = {
      id,
      kind: 'test',
      publisher: 'daily-planet',
      about: String(facts.about ?? 'x'),
      facts,
      dueAt: now,
    };
    await orderLetter(database(), letter, now);
    return id;
  };
  const bounces = () =>
    createBounces({
      db: database(),
      clock,
      secrets,
      writers: { test: writer },
      log: createLog('silent'),
      metrics: createMetrics(),
    });
  const office = (db: Database = database(), waitForTurn?: PaceDependencies['wait']) =>
    createPostOffice({
      db,
      clock,
      waitForTurn,
      mailer: createSmtpMailer({ url: server.url, from, markOf }),
      writers: { test: writer },
      isReturned: bounces().isReturned,
      log: createLog('silent'),
      metrics: createMetrics(),
      pollMs: 20,
    });
  const withdrawAll = async (ids: string[]) => {
    for (const id of ids) await withdrawLetter(database(), id, clock.now());
  };
  const recordOf = async (id: string) =>
    (await listLetters(database(), { limit: 100 })).find((record) => record.id === id);
  const until = async (id: string, isSo: (status?: string) => boolean) => {
    while (!isSo((await recordOf(id))?.status)) await new Promise((done) => setTimeout(done, 20));
  };
  const isOver = (status?: string) => status !== 'waiting' && status !== 'sending';
  const arrived = (id: string) => server.received.filter(({ parsed }) => parsed.subject === id);
  async function workUntil(id: string, isSo = isOver, given = office()) {
    given.start();
    await until(id, isSo);
    await given.stop();
  }

  test('sends each letter once, however often it is ordered and however many send', async () => {
    const ids = Array.from({ length: 12 }, nextId);
    for (const id of [...ids, ...ids]) await order(id);
    const offices = [office(), office(), office()];
    for (const one of offices) one.start();
    for (const id of ids) await until(id, isOver);
    await Promise.all(offices.map((one) => one.stop()));
    expect(ids.map((id) => arrived(id).length)).toEqual(ids.map(() => 1));
  });

  test('lets ten letters leave in a second, however many are due and however many send', async () => {
    const ids = Array.from({ length: 30 }, nextId);
    for (const id of ids) await order(id);
    const turns: number[] = [];
    // Nobody waits here: each turn says when it would be.
    const look: PaceDependencies['wait'] = async ({ at }) => void turns.push(at.getTime());
    const offices = [office(database(), look), office(database(), look)];
    for (const one of offices) one.start();
    for (const id of ids) await until(id, isOver);
    await Promise.all(offices.map((one) => one.stop()));
    expect(ids.map((id) => arrived(id).length)).toEqual(ids.map(() => 1));
    expect(turns).toHaveLength(ids.length);
    turns.sort((one, other) => one - other);
    for (const [i, turn] of turns.slice(10).entries())
      expect(turn - turns[i]!).toBeGreaterThanOrEqual(1000);
  });

  test('leaves what is due to others once it is told to stop, as if it had not been taken', async () => {
    const ids = Array.from({ length: 40 }, nextId);
    for (const id of ids) await order(id);
    let stopping: Promise<void> | undefined;
    const one: Job = office(database(), async () => {
      stopping ??= one.stop();
    });
    one.start();
    await expect.poll(() => stopping !== undefined, { timeout: 15_000 }).toBe(true);
    await stopping;
    const sent = ids.filter((id) => arrived(id).length > 0);
    expect(sent.length).toBeLessThan(10);
    const { rows } = await database().query(
      "select status, lease, attempts, count(*)::int as count from post where id = any($1) and status = 'waiting' group by 1, 2, 3",
      [ids],
    );
    expect(rows).toEqual([
      { status: 'waiting', lease: null, attempts: 0, count: ids.length - sent.length },
    ]);
    await withdrawAll(ids);
  });

  test('sends what another began to write before it died', async () => {
    const id = await order(nextId());
    await claimLetters(database(), { lease: 'dead', limit: 99, leaseS: 0, now: clock.now() });
    await workUntil(id);
    expect(arrived(id)).toHaveLength(1);
  });

  test('leaves to a person what another was handing over when it died', async () => {
    const id = await order(nextId());
    const now = clock.now();
    const [item] = await claimLetters(database(), { lease: 'dead', limit: 1, leaseS: 0, now });
    await beginSending(database(), item!);
    await workUntil(id);
    expect(await recordOf(id)).toMatchObject({ status: 'review', reason: /may have been sent/ });
    expect(arrived(id)).toHaveLength(0);
    expect(await resendLetter(database(), id, now)).toBe(true);
    await workUntil(id);
    expect(arrived(id)).toHaveLength(1);
  });

  test('sends nothing twice where the database goes away just after a letter was sent', async () => {
    const id = await order(nextId());
    const forgetful: Database = {
      ...database(),
      transaction: (work) =>
        database().transaction((tx) =>
          work({
            ...tx,
            query: (text, values) =>
              values?.includes('sent') ? Promise.reject(new Error('gone')) : tx.query(text, values),
          }),
        ),
    };
    await workUntil(id, () => arrived(id).length === 1, office(forgetful));
    expect(await recordOf(id)).toMatchObject({ status: 'sending' });
    await database().query(
      "update post set leased_until = now() - interval '1 s' where status = 'sending'",
    );
    await workUntil(id);
    expect(await recordOf(id)).toMatchObject({ status: 'review' });
    expect(arrived(id)).toHaveLength(1);
  });

  test('tries again later where the mail server is busy', async () => {
    busy = new Set(['busy@example.org']);
    const id = await order(nextId(), { to: 'busy' });
    const [before] = [clock.now()];
    const slow = office();
    slow.start();
    while (((await recordOf(id))?.dueAt ?? before) <= before)
      await new Promise((done) => setTimeout(done, 20));
    await slow.stop();
    expect(await recordOf(id)).toMatchObject({ status: 'waiting', attempts: 1 });
    busy = new Set();
    clock.advance({ minutes: 3 });
    await workUntil(id);
    expect(arrived(id)).toHaveLength(1);
  });

  test('gives up at once on who does not exist, and says so without the address', async () => {
    const id = await order(nextId(), { to: 'nobody' });
    await workUntil(id);
    const record = await recordOf(id);
    expect(record).toMatchObject({ status: 'failed', reason: /for good \(550\)/ });
    expect(JSON.stringify(record)).not.toContain('nobody@');
  });

  test('drops what its writer no longer wants, what nobody writes and what was withdrawn', async () => {
    const unwanted = await order(nextId(), { unwanted: true });
    const withdrawn = await order(nextId());
    expect(await withdrawLetter(database(), withdrawn, clock.now())).toBe(true);
    await workUntil(unwanted);
    expect(await recordOf(unwanted)).toMatchObject({ status: 'dropped' });
    expect(await recordOf(withdrawn)).toMatchObject({ status: 'dropped' });
    expect(arrived(withdrawn)).toHaveLength(0);
  });

  test('a letter that comes back as mail has failed, and nothing else about the same goes there', async () => {
    const about = nextId();
    const id = await order(nextId(), { about });
    await workUntil(id);
    const [{ parsed, envelopeId } = { parsed: undefined, envelopeId: '' }] = arrived(id);
    expect(parsed?.messageId).toBe(`<${envelopeId}@press.example>`);
    const take = (differs: Parameters<typeof bounceOf>[0]) =>
      bounces().take(bounceOf({ envelopeId, ...differs }));
    const forged = { messageId: '<reminder-rem_1@press.example>', envelopeId: `${envelopeId}x` };
    expect(await take(forged)).toEqual({ result: 'not_ours', letter: null, status: null });
    const late = { action: 'delayed', status: '4.4.1' };
    expect(await take(late)).toEqual({ result: 'not_failed', letter: id, status: '4.4.1' });
    expect(await recordOf(id)).toMatchObject({ status: 'sent' });

    const twice = await Promise.all([take({}), take({})]);
    expect(twice.map(({ result }) => result).sort()).toEqual(['known', 'noted']);
    const record = await recordOf(id);
    expect(record).toMatchObject({ status: 'failed', reason: /address is no good \(5\.1\.1\)$/ });
    const { rows } = await database().query('select * from post where id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('@');

    const next = async (facts: object) => {
      const one = await order(nextId(), { about, ...facts });
      await workUntil(one);
      return (await recordOf(one))?.status;
    };
    expect(await next({})).toBe('dropped');
    expect(await next({ to: 'same.reader.elsewhere' })).toBe('sent');
    expect(await next({ about: 'other' })).toBe('sent');
    // Who sends it again says that the address is good.
    await resendLetter(database(), id, clock.now());
    expect((await take({})).result).toBe('known');
    await workUntil(id);
    expect(await next({})).toBe('sent');
    await database().query('delete from post where id = $1', [id]);
    expect((await take({})).result).toBe('forgotten');
  });

  test('where letters came back from is forgotten with the letters’ time, and with the person', async () => {
    const abouts = [nextId(), nextId()];
    const returnedFrom = async () => {
      const { rows } = await database().query<{ returned_from: string | null }>(
        'select returned_from from post where about = any($1::text[]) order by about',
        [abouts],
      );
      return rows.map(({ returned_from }) => returned_from !== null);
    };
    for (const about of abouts) {
      const id = await order(nextId(), { about });
      await workUntil(id);
      await bounces().take(bounceOf({ envelopeId: arrived(id)[0]!.envelopeId }));
    }
    expect(await returnedFrom()).toEqual([true, true]);
    await database().transaction((tx) => forgetGivers(tx, [abouts[0]!], clock.now()));
    expect(await returnedFrom()).toEqual([false, true]);
    await forgetLetters(database(), clock.now());
    expect(await returnedFrom()).toEqual([false, true]);
    await forgetLetters(database(), plusMs(clock.now(), 1));
    expect(await returnedFrom()).toEqual([false, false]);
  });

  test('a letter that a busy server puts off is given up after sixteen tries', async () => {
    busy = new Set(['busy@example.org']);
    const id = await order(nextId(), { to: 'busy' });
    const tryAfter = async (tries: number, outcome: (status?: string) => boolean) => {
      await database().query('update post set attempts = $2, due_at = $3 where id = $1', [
        id,
        tries,
        clock.now(),
      ]);
      const given = office();
      given.start();
      await expect
        .poll(async () => {
          const { rows } = await database().query<{ attempts: number; lease: string | null }>(
            'select attempts, lease from post where id = $1',
            [id],
          );
          return rows[0]!.attempts > tries && rows[0]!.lease === null;
        })
        .toBe(true);
      await given.stop();
      expect(outcome((await recordOf(id))?.status)).toBe(true);
    };
    await tryAfter(14, (status) => status === 'waiting');
    await tryAfter(15, (status) => status === 'failed');
    expect((await recordOf(id))?.reason).toMatch(/^given up after/);
    busy = new Set();
  });

  test('a full mailbox fails one letter, and the next is tried', async () => {
    const about = nextId();
    const [id, next] = [await order(nextId(), { about }), nextId()];
    await workUntil(id);
    const full = bounceOf({ messageId: `<${markOf(id)}@press.example>`, status: '5.2.2' });
    expect((await bounces().take(full)).result).toBe('noted');
    await order(next, { about });
    await workUntil(next);
    expect(await recordOf(next)).toMatchObject({ status: 'sent' });
  });
});
