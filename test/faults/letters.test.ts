import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLetter } from '../../src/ground/post.ts';
import { listLetters } from '../../src/ground/postDesk.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import { postgresUrl } from '../harness/databases.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';

/** When in the hand-over a process is killed: at the first letter from then on. */
type Moment = 'addressed' | 'handed over' | 'taken';

let database: Awaited<ReturnType<typeof postgresUrl>>;
let mail: MailServer;
let child: ChildProcess;
let deadly: Moment | undefined;
const taken: string[] = [];

function reach(moment: Moment): boolean {
  if (moment !== deadly) return false;
  deadly = undefined;
  child.kill('SIGKILL');
  return true;
}

beforeAll(async () => {
  database = await postgresUrl();
  mail = await startMailServer({
    onRcptTo(_address, _session, done) {
      if (!reach('addressed')) done();
    },
    onData(stream, _session, done) {
      let source = '';
      stream.on('data', (chunk) => {
        source += chunk;
      });
      stream.on('end', () => {
        taken.push(/^Subject: (.+?)\r$/m.exec(source)![1]!);
        // The server has the letter; its sender dies before it hears so, or just as it does.
        if (reach('handed over')) return;
        done();
        reach('taken');
      });
    },
  });
}, 60_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  await mail?.stop();
  await database?.remove();
});

const sendUntilKilled = () =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, SMTP_URL: mail.url };
    child = fork(join(import.meta.dirname, 'letterVictim.mjs'), { env, stdio: 'inherit' });
    child.once('exit', resolve);
  });

test('whenever its process is killed, a letter is sent once, or left to a person who can tell it was begun', async () => {
  const db = openPostgres({ url: database.url, onError: () => {} });
  const now = new Date();
  const ids = Array.from({ length: 24 }, (_, i) => `letter-${i}`);
  for (const id of ids)
    await orderLetter(db, { id, kind: 'test', publisher: 'x', about: id, dueAt: now }, now);
  for (const moment of ['addressed', 'handed over', 'taken'] as const) {
    deadly = moment;
    await sendUntilKilled();
  }
  void sendUntilKilled();
  const records = () => listLetters(db, { limit: 50 });
  await expect
    .poll(async () => (await records()).map(({ status }) => status), { timeout: 60_000 })
    .toSatisfy((all: string[]) => all.every((one) => one === 'sent' || one === 'review'));
  const ended = await records();
  await db.close();
  expect(new Set(taken).size, 'no letter twice').toBe(taken.length);
  for (const { id, status, reason } of ended) {
    if (status === 'sent') expect(taken).toContain(id);
    else expect(reason).toMatch(/may have been sent/);
  }
  const inDoubt = ended.filter(({ status }) => status === 'review');
  expect(inDoubt.some(({ id }) => taken.includes(id))).toBe(true);
  // Four at a time are handed over: no death leaves more than these to a person.
  expect(inDoubt.length).toBeLessThanOrEqual(3 * 4);
}, 120_000);
