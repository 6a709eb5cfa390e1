import { appendFileSync, cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createPassKeys } from '../../src/supporter/passKeys.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenSupporter, type Supporter } from '../harness/givenSupporter.ts';
import { provided } from '../harness/provided.ts';
import { type Service, startService } from '../harness/service.ts';

let service: Service;
let supporter: Supporter;
const given = (differs: object = {}) => givenSupporter(service, differs, { 'X-Country': 'NL' });
beforeAll(async () => {
  const folder = mkdtempSync(join(provided('scratchFolder'), 'barring-'));
  cpSync(join(import.meta.dirname, '../../config'), folder, { recursive: true });
  appendFileSync(join(folder, 'publishers/moscow-times.yaml'), '\nbarredCountries: [RU]\n');
  const barring = { COUNTRY_HEADER: 'X-Country', CONFIG_DIR: folder };
  service = await startService('embedded', {}, barring);
  supporter = await given();
}, 120_000);
afterAll(() => service?.stop());

describe('a supporter, by their key', () => {
  test('sees the gift, and nothing that names anybody', async () => {
    const { status, body } = await supporter.ask('GET', 'gift');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      frequency: 'monthly',
      amount: 500,
      status: 'active',
      supporter: true,
    });
    expect(JSON.stringify(body)).not.toMatch(/@|cus_|name/);
    // The way that a link in an article takes: the page asks once more, and looking at it changes nothing.
    expect(await (await fetch(`${body.pageUrl}?cancel`)).text()).toContain('value="cancel"');
  });

  test('changes the amount from the next period on, from the least up', async () => {
    const refused = await supporter.ask('PATCH', 'gift', { amount: 100 });
    expect(refused.body.errors).toEqual([{ at: '/amount', says: 'must be 200 or more ($2)' }]);
    const { body } = await supporter.ask('PATCH', 'gift', { amount: 700 });
    expect(body).toMatchObject({ amount: 700, status: 'active' });
    const again = await supporter.ask('PATCH', 'gift', { amount: 700 });
    expect(again.body).toEqual(body);
    const transfers = await service.finance<{ data: unknown[] }>('transfers');
    expect(transfers.data).toHaveLength(1);
  });

  test('pauses and resumes', async () => {
    expect((await supporter.ask('PATCH', 'gift', { paused: true })).body.status).toBe('paused');
    expect((await supporter.ask('PATCH', 'gift', { paused: true })).body.status).toBe('paused');
    expect((await supporter.ask('PATCH', 'gift', { paused: false })).body.status).toBe('active');
    // What was paid is not paid again.
    const transfers = await service.finance<{ data: unknown[] }>('transfers');
    expect(transfers.data).toHaveLength(1);
    const charges = await fetch(`${service.sandboxUrl}/v1/charges`, {
      headers: { Authorization: 'Bearer sk_test_sandbox_moscow_times' },
    });
    expect(((await charges.json()) as { data: unknown[] }).data).toHaveLength(1);
  });

  test('cancels at the end of what is paid, and takes it back', async () => {
    const { body } = await supporter.ask('DELETE', 'gift');
    expect(body).toMatchObject({ status: 'active', endsAt: body.paidUntil, supporter: true });
    expect((await supporter.ask('DELETE', 'gift')).body.endsAt).toBe(body.endsAt);
    expect((await supporter.ask('PATCH', 'gift', { endsAt: null })).body.endsAt).toBeNull();
  });

  test('comes to the portal, and back to the publisher only', async () => {
    const { status, body } = await supporter.ask('POST', 'portal', {});
    expect(status).toBe(201);
    expect(new URL(body.url).port).toBe(new URL(service.sandboxUrl).port);
    const away = await supporter.ask('POST', 'portal', { returnUrl: 'https://evil.example/' });
    expect(away.status).toBe(400);
  });

  test('asks for a change by name, or for none', async () => {
    expect((await supporter.ask('PATCH', 'gift', {})).status).toBe(400);
    expect((await supporter.ask('PATCH', 'gift', { paused: 'perhaps', colour: 1 })).status).toBe(
      400,
    );
  });
});

test('where giving is a crime a supporter can give less and leave, and no more than that', async () => {
  const giver = await given({ amount: 700 });
  const where = { 'X-Country': 'NL' };
  const { pageUrl } = (await giver.ask('GET', 'gift')).body;
  const patch = (body: object) => giver.ask('PATCH', 'gift', body, where);
  const press = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const answer = await fetch(pageUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: where,
      body,
    });
    return [answer.status, await answer.text()] as const;
  };
  const page = async () => (await fetch(pageUrl, { headers: where })).text();
  // XX: the proxy cannot tell, so it may be there.
  for (const country of ['RU', 'XX']) {
    where['X-Country'] = country;
    expect(await patch({ amount: 800 })).toMatchObject({
      status: 403,
      body: { type: 'urn:smallfavor:problem:place_barred' },
    });
    expect((await patch({ paused: true, amount: 800 })).status).toBe(403);
    expect((await giver.ask('POST', 'portal', {}, where)).status).toBe(403);
    expect(await press({ action: 'amount', amount: '8' })).toMatchObject([
      400,
      /could be a crime[\s\S]*value="8"/,
    ]);
  }
  expect((await giver.ask('GET', 'gift')).body).toMatchObject({ amount: 700, status: 'active' });
  expect(await page()).toMatch(/could be a crime[\s\S]*from \$2 to \$7/);
  expect(await page()).not.toContain('value="card"');

  expect((await patch({ amount: 600 })).body.amount).toBe(600);
  expect((await press({ action: 'pause' }))[0]).toBe(303);
  expect(await page()).not.toContain('value="resume"');
  expect((await press({ action: 'resume' }))[0]).toBe(400);
  expect((await patch({ paused: false })).status).toBe(403);
  where['X-Country'] = 'NL';
  expect((await press({ action: 'resume' }))[0]).toBe(303);
  where['X-Country'] = 'RU';
  expect((await giver.ask('DELETE', 'gift', undefined, where)).body.endsAt).not.toBeNull();
  expect(await page()).not.toContain('value="undo"');
  expect((await patch({ endsAt: null })).status).toBe(403);
  expect((await press({ action: 'undo' }))[0]).toBe(400);
  expect((await giver.ask('GET', 'gift')).body).toMatchObject({ amount: 600, status: 'active' });
});

test('where giving is a crime who finds a charge can end its gift and ask for the money, and no more than that', async () => {
  const giver = await given({ amount: 1300 });
  const where = { 'X-Country': 'RU' };
  const post = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const url = `${service.url}/moscow-times/charge`;
    const answer = await fetch(url, { method: 'POST', headers: where, body });
    return [answer.status, await answer.text()] as const;
  };
  const day = new Date().toISOString().slice(0, 10);
  const [, found] = await post({ action: 'find', amount: '13', day, last4: '4242' });
  const ticket = /name="ticket" value="([^"]+)"/.exec(found)![1]!;
  expect(found).not.toContain('It ends at once');
  const endsAt = async () => (await giver.ask('GET', 'gift')).body.endsAt;

  const [status, left] = await post({ action: 'cancel', ticket });
  expect([status, left.includes('value="undo"'), left.includes('value="refund"')]).toEqual([
    200,
    false,
    true,
  ]);
  // Somebody whose page is older than the bar, or whose way there led through another country.
  for (const country of ['RU', 'XX']) {
    where['X-Country'] = country;
    expect(await post({ action: 'undo', ticket })).toMatchObject([403, /could be a crime/]);
    expect(await endsAt()).not.toBeNull();
  }
  expect((await post({ action: 'refund', ticket }))[1]).toContain('We have your request');
  where['X-Country'] = 'NL';
  expect((await post({ action: 'undo', ticket }))[0]).toBe(200);
  expect(await endsAt()).toBeNull();
});

test('nobody gets in without a key, or with one of another publisher', async () => {
  const ask = (publisher: string, authorization?: string) =>
    fetch(`${service.url}/v1/publishers/${publisher}/gift`, {
      headers: authorization ? { Authorization: authorization } : {},
    });
  expect((await ask('moscow-times')).status).toBe(401);
  expect((await ask('moscow-times', 'Bearer sup_x')).status).toBe(401);
  expect((await ask('al-manara', `Bearer ${supporter.key}`)).status).toBe(401);
});

test('a gift given once is seen, and has nothing to change', async () => {
  const giver = await given({ frequency: 'once', amount: 1000 });
  expect((await giver.ask('GET', 'gift')).body).toMatchObject({ status: 'given', endsAt: null });
  expect((await giver.ask('DELETE', 'gift')).status).toBe(409);
});

describe('a pass', () => {
  const shown = async () =>
    (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

  test('can be checked with the public keys alone, and says nothing of who bears it', async () => {
    const { status, body } = await supporter.ask('POST', 'passes');
    expect(status).toBe(201);
    const options = { audience: 'moscow-times', issuer: service.url, algorithms: ['EdDSA'] };
    const { payload } = await jwtVerify(body.pass, createLocalJWKSet(await shown()), options);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub']);
    expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(600);
    expect(JSON.stringify(await shown())).not.toContain('"d"');
    await expect(
      jwtVerify(body.pass, createLocalJWKSet(await shown()), { ...options, audience: 'al-manara' }),
    ).rejects.toThrow();
  });

  test('can be checked all through a change of keys by who asks for them every five minutes', async () => {
    const clock = fakeClock();
    const secrets = createSecrets('secret of the tests, of no use elsewhere');
    const keys = createPassKeys({ db: service.stores.db, clock, secrets });
    await service.stores.db.query('delete from pass_key');
    const kids = async () => (await keys.shown()).map(({ kid }) => kid);
    let known = await kids();
    await keys.rotate();
    for (let minute = 0; minute < 100; minute++) {
      const { id } = await keys.signing();
      expect(known).toContain(id);
      if (minute % 5 === 4) known = await kids();
      clock.advance({ minutes: 1 });
    }
    expect(await kids()).toHaveLength(1);
    await service.stores.db.query('delete from pass_key');
  });

  test('is not to be had once the gift has ended', async () => {
    const giver = await given();
    const asking = async () => {
      const { pageUrl } = (await giver.ask('GET', 'gift')).body;
      return (await fetch(`${pageUrl}?cancel`)).text();
    };
    const warning = 'It ends at once, and this cannot be taken back';
    expect(await asking()).not.toContain(warning);
    await giver.ask('PATCH', 'gift', { paused: true });
    expect(await asking()).toContain(warning);
    await giver.ask('DELETE', 'gift');
    expect((await giver.ask('GET', 'gift')).body).toMatchObject({
      status: 'ended',
      supporter: false,
    });
    expect((await giver.ask('POST', 'passes')).status).toBe(403);
    expect(decodeJwt((await supporter.ask('POST', 'passes')).body.pass).aud).toBe('moscow-times');
  });
});
