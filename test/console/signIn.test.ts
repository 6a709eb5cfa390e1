import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/console/role.ts';
import { plusMs } from '../../src/ground/clock.ts';
import { type FakeClock, fakeClock } from '../harness/fakeClock.ts';
import { type Service, startService } from '../harness/service.ts';
import { browserOf, codeOf, goodPassword, inviteOf, signedIn } from './givenConsole.ts';

let service: Service;
let clock: FakeClock;
beforeAll(async () => {
  clock = fakeClock(new Date());
  service = await startService('embedded', { clock });
}, 240_000);
afterAll(() => service?.stop());

const arrive = (role: Role, name: string) => signedIn(service, role, name, clock);
const nextCode = (secret: string): string => {
  // Each code works once: the next half minute has another.
  clock.advance({ seconds: 31 });
  return codeOf(secret, clock.now());
};
const enter = async (fields: Record<string, string>) => {
  const browser = browserOf(service);
  const response = await browser.post('/console/sign-in', fields);
  return { browser, status: response.status, text: await response.text() };
};

describe('signing in', () => {
  test('takes name, password and a code, and gives a new session each time', async () => {
    const maria = await arrive('finance', 'maria');
    const given = () => ({ name: 'Maria', password: goodPassword, code: nextCode(maria.secret) });
    const first = await enter(given());
    const second = await enter(given());
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(first.browser.cookie()).not.toBe(second.browser.cookie());
    expect((await first.browser.get('/console')).status).toBe(200);
  });

  test('takes each code once, and none that is older', async () => {
    const { secret } = await arrive('viewer', 'olga');
    const code = nextCode(secret);
    const given = { name: 'olga', password: goodPassword, code };
    expect((await enter(given)).status).toBe(303);
    expect((await enter(given)).status).toBe(401);
    const old = codeOf(secret, plusMs(clock.now(), -31_000));
    expect((await enter({ ...given, code: old })).status).toBe(401);
  });

  test('takes each recovery code once, however it is typed', async () => {
    const { recoveryCodes } = await arrive('viewer', 'piotr');
    expect(recoveryCodes).toHaveLength(10);
    const code = recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ');
    const given = { name: 'piotr', password: goodPassword, code };
    expect((await enter(given)).status).toBe(303);
    expect((await enter(given)).status).toBe(401);
    const { browser, status } = await enter({ ...given, code: recoveryCodes[1]! });
    expect(status).toBe(303);
    expect(await browser.read('/console/account')).toContain('Recovery codes left: 8');
  });

  test('says the same of a wrong password, a wrong code and a name that is not there', async () => {
    const { secret } = await arrive('viewer', 'irina');
    const right = { name: 'irina', password: goodPassword };
    const answers = [
      await enter({ ...right, password: 'something else entirely', code: nextCode(secret) }),
      await enter({ ...right, code: '000000' }),
      await enter({ name: 'irina', password: goodPassword, code: 'aaaa-bbbb-cccc-dddd' }),
      await enter({ name: 'irine', password: goodPassword, code: nextCode(secret) }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(text).toContain('Name, password or code is wrong');
    }
  });

  test('slows down who guesses, and lets others in meanwhile', async () => {
    const { secret } = await arrive('viewer', 'target');
    let last = 0;
    for (let i = 0; i < 8 && last !== 429; i += 1)
      last = (await enter({ name: 'target', password: 'a guess of that length', code: '1' }))
        .status;
    expect(last).toBe(429);
    const right = { name: 'target', password: goodPassword, code: nextCode(secret) };
    expect((await enter(right)).status).toBe(429);
    const other = await arrive('viewer', 'bystander');
    const given = { name: 'bystander', password: goodPassword, code: nextCode(other.secret) };
    expect((await enter(given)).status).toBe(303);
  });
});

describe('a session', () => {
  test('ends when it is not used for half an hour', async () => {
    const { browser } = await arrive('viewer', 'idle');
    clock.advance({ minutes: 29 });
    expect((await browser.get('/console')).status).toBe(200);
    clock.advance({ minutes: 29 });
    expect((await browser.get('/console')).status).toBe(200);
    clock.advance({ minutes: 31 });
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('ends after eight hours however much it is used', async () => {
    const { browser } = await arrive('viewer', 'busy');
    for (let i = 0; i < 23; i += 1) {
      clock.advance({ minutes: 20 });
      expect((await browser.get('/console')).status).toBe(200);
    }
    clock.advance({ minutes: 21 });
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('is kept as a hash, and is over once signed out', async () => {
    const { browser, staffId } = await arrive('viewer', 'leaving');
    const id = browser.cookie().split('=')[1]!;
    const { rows } = await service.stores.db.query(
      'select * from staff_session where staff_id = $1',
      [staffId],
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(id);
    const cookie = browser.cookie();
    await browser.send('/console/sign-out');
    browser.keep(cookie);
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('can be ended from the list, and so can all of them', async () => {
    const vera = await arrive('viewer', 'vera');
    const given = { name: 'vera', password: goodPassword, code: nextCode(vera.secret) };
    const other = (await enter(given)).browser;
    await vera.browser.send('/console/account/sessions', { session: 'all' });
    expect((await other.get('/console')).status).toBe(303);
    expect((await vera.browser.get('/console')).status).toBe(303);
  });

  test('ends at once when its person is shut out, and their links with it', async () => {
    const admin = await arrive('admin', 'closer');
    const gone = await arrive('viewer', 'gone');
    await admin.browser.send(`/console/staff/${gone.staffId}/close`);
    expect((await gone.browser.get('/console')).status).toBe(303);
    const given = { name: 'gone', password: goodPassword, code: nextCode(gone.secret) };
    expect((await enter(given)).status).toBe(401);
  });
});

describe('a one-time link', () => {
  test('works once, and for a day', async () => {
    const invite = inviteOf(service, clock);
    const path = async (name: string) =>
      new URL((await invite.add({ name, role: 'viewer' }, '<command>'))!.url).pathname;
    const late = await path('late');
    expect((await browserOf(service).get(late)).status).toBe(200);
    const { rows } = await service.stores.db.query('select hash from staff_link');
    expect(JSON.stringify(rows)).not.toContain(late.split('/').at(-1));
    clock.advance({ hours: 25 });
    expect((await browserOf(service).get(late)).status).toBe(404);
  });

  test('wants a password that is not easily guessed, twice, and the code of the app', async () => {
    const made = await inviteOf(service, clock).add({ name: 'eager', role: 'viewer' }, '<command>');
    const path = new URL(made!.url).pathname;
    const fields = { password: 'qwertyuiopasdfgh', again: 'else', code: '1' };
    const response = await browserOf(service).post(path, fields);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain('too easy to guess');
    expect(text).toContain('The two passwords differ');
    expect(text).toContain('not the one your app shows');
  });

  test('lets nobody lock themselves out: the last admin stays one', async () => {
    const { db } = service.stores;
    await db.query("update staff set role = 'viewer' where role = 'admin'");
    const last = await arrive('admin', 'last');
    const act = async (what: string, fields = {}) =>
      (await last.browser.send(`/console/staff/${last.staffId}/${what}`, fields)).status;
    expect(await act('close')).toBe(409);
    expect(await act('role', { role: 'viewer' })).toBe(409);
  });
});
