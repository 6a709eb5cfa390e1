import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleDependencies, consoleDoors } from '../../src/console/routes.ts';
import { systemClock } from '../../src/ground/clock.ts';
import { createLimits } from '../../src/ground/limits.ts';
import { createLog } from '../../src/ground/log.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { type Service, startService } from '../harness/service.ts';
import { browserOf, type ConsoleBrowser, signedIn } from './givenConsole.ts';

// Who may use which address, written down apart from the code: a door that is not here, or asks for less, fails.
const open = [
  'get /sign-in',
  'post /sign-in',
  'get /demo/:token',
  'post /demo/:token',
  'get /welcome/:token',
  'post /welcome/:token',
  'get /oidc',
  'get /oidc/back',
];
const viewer = [
  'get /',
  'get /matters',
  'get /matters.csv',
  'get /events',
  'get /events.csv',
  'get /events/:id',
  'get /gifts',
  'get /gifts.csv',
  'get /gifts/:id',
  'get /refunds',
  'get /refunds.csv',
  'get /ledger',
  'get /ledger.csv',
  'get /ledger/journal',
  'get /ledger/journal.csv',
  'get /ledger/accounts/:account',
  'get /ledger/accounts/:account.csv',
  'get /payouts',
  'get /payouts.csv',
  'get /payouts/:id',
  'get /payouts/:id.csv',
  'get /month',
  'get /account',
  'post /account/preferences',
  'post /account/zone',
  'get /month.csv',
  'post /account/sessions',
  'post /sign-out',
];
const finance = [
  'post /events/attempts',
  'post /events/rehearsals',
  'post /events/:id/attempts',
  'post /payouts/:id/checks',
  'post /matters/:id/settlement',
  'post /gifts/:id/refunds',
  'post /gifts/:id/end',
  'post /gifts/:id/link',
  'post /gifts/:id/letters',
  'post /refunds/:id/agree',
  'post /refunds/:id/decline',
  'post /refunds/:id/withdraw',
  'get /audit',
  'get /audit.csv',
];
const admin = [
  'post /gifts/:id/erasure',
  'get /staff',
  'get /staff.csv',
  'post /staff',
  'post /staff/:id/link',
  'post /staff/:id/role',
  'post /staff/:id/close',
  'post /staff/:id/open',
];

let service: Service;
let people: Record<'viewer' | 'finance' | 'admin', ConsoleBrowser>;
beforeAll(async () => {
  service = await startService('servers');
  people = {
    viewer: (await signedIn(service, 'viewer')).browser,
    finance: (await signedIn(service, 'finance')).browser,
    admin: (await signedIn(service, 'admin')).browser,
  };
}, 240_000);
afterAll(() => service?.stop());

const doors = () => {
  const secrets = createSecrets('secret of the tests, of no use elsewhere');
  return consoleDoors({
    config: service.config,
    db: service.stores.db,
    clock: systemClock,
    log: createLog('silent'),
    secrets,
    limits: createLimits({ client: undefined, secrets }),
    drain: { poke: () => {} },
    reconcile: {} as never,
    ...({ mailer: {}, refunds: {} } as unknown as Omit<
      ConsoleDependencies,
      | 'config'
      | 'db'
      | 'clock'
      | 'log'
      | 'secrets'
      | 'limits'
      | 'drain'
      | 'reconcile'
      | 'publishers'
    >),
    publishers: readPublishers(service.config.configDir),
  });
};
const pathOf = (door: string) =>
  `/console${door.split(' ')[1]!.replace(/:\w+/g, 'none')}`.replace(/\/$/, '');
const ask = (browser: ConsoleBrowser, door: string) =>
  door.startsWith('get') ? browser.get(pathOf(door)) : browser.send(pathOf(door));

test('every address stands in the list of who may use it', () => {
  const listed = [...open, ...viewer, ...finance, ...admin].sort();
  expect(
    doors()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual(listed);
});

describe('who is not signed in', () => {
  test('is led to the sign-in from every page, also from those that are not there', async () => {
    const stranger = browserOf(service);
    for (const door of [...viewer, ...finance, ...admin, 'get /nowhere', 'get /staff/../audit']) {
      if (!door.startsWith('get')) continue;
      const response = await stranger.get(pathOf(door));
      expect([door, response.status]).toEqual([door, 303]);
      expect(response.headers.get('location')).toContain('/console/sign-in');
    }
  });

  test('changes nothing by any form', async () => {
    const stranger = browserOf(service);
    for (const door of [...viewer, ...finance, ...admin].filter((one) => one.startsWith('post'))) {
      const response = await stranger.post(pathOf(door), {});
      expect([door, response.status]).toEqual([door, 401]);
    }
  });
});

describe('every role can do what it may, and nothing else', () => {
  const ranks = { viewer: 0, finance: 1, admin: 2 };
  const needs = (door: string) => (admin.includes(door) ? 2 : finance.includes(door) ? 1 : 0);
  // Signing out or ending sessions would end the walk; both have tests of their own.
  const walked = [...viewer, ...finance, ...admin].filter(
    (door) => !['post /sign-out', 'post /account/sessions'].includes(door),
  );

  test.each(['viewer', 'finance', 'admin'] as const)('%s', async (role) => {
    for (const door of walked) {
      const { status } = await ask(people[role], door);
      if (ranks[role] < needs(door)) expect([door, status]).toEqual([door, 403]);
      // What is let in may still find nothing to act on.
      else expect([door, [401, 403].includes(status)]).toEqual([door, false]);
    }
  });
});

describe('a form is taken only from a page of ours', () => {
  const path = '/console/account/preferences';
  const fields = { language: 'en', timeZone: 'UTC' };

  test('with the token of this very session', async () => {
    expect((await people.viewer.send(path, fields)).status).toBe(303);
    expect((await people.viewer.post(path, fields)).status).toBe(403);
    expect((await people.viewer.post(path, { ...fields, csrf: 'guessed' })).status).toBe(403);
    const page = await people.admin.read('/console/account');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
    expect((await people.viewer.post(path, { ...fields, csrf })).status).toBe(403);
  });

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
  ])('and not from another site: %j', async (headers) => {
    const page = await people.viewer.read('/console/account');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
    expect((await people.viewer.post(path, { ...fields, csrf }, headers)).status).toBe(403);
    expect((await browserOf(service).post('/console/sign-in', {}, headers)).status).toBe(403);
  });
});
