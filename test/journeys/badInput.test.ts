import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, startService } from '../harness/service.ts';

let service: Service;
beforeAll(async () => {
  service = await startService('embedded');
});
afterAll(() => service?.stop());

const ordinary = () => ({
  reader: 'reader-with-faults',
  frequency: 'monthly',
  amount: '200',
  currency: 'usd',
  returnUrl: 'https://www.themoscowtimes.com/2026/11/24/story',
});
const post = (path: string, init: RequestInit) =>
  fetch(`${service.url}${path}`, { method: 'POST', ...init });
const checkout = (differs: Record<string, string>) =>
  post('/v1/publishers/moscow-times/checkouts', {
    body: new URLSearchParams({ ...ordinary(), ...differs }),
  });
const asFinance = (path: string) =>
  fetch(`${service.url}${path}`, {
    headers: { Authorization: `Bearer ${service.app.financeTokens[0]}` },
  });
const pledges = async () => (await service.stores.db.query('select id from pledge')).rowCount;

describe('a checkout that is not as it must be', () => {
  test.each([
    ['below the minimum', { amount: '199' }, '/amount'],
    ['above the maximum', { amount: '99999999' }, '/amount'],
    ['not an integer', { amount: '2.50' }, '/amount'],
    ['written in words', { amount: 'two' }, '/amount'],
    ['negative', { amount: '-200' }, '/amount'],
    ['in another currency', { currency: 'eur' }, '/currency'],
    ['of another rhythm', { frequency: 'weekly' }, '/frequency'],
    ['from a reader without a proper id', { reader: 'a@b.example' }, '/reader'],
    ['leading back to another site', { returnUrl: 'https://evil.example/' }, '/returnUrl'],
    [
      'leading back by a trick: a user name',
      { returnUrl: 'https://www.themoscowtimes.com@evil.example/' },
      '/returnUrl',
    ],
    [
      'leading back by a trick: a longer host',
      { returnUrl: 'https://www.themoscowtimes.com.evil.example/' },
      '/returnUrl',
    ],
    [
      'leading back by a trick: no scheme',
      { returnUrl: '//www.themoscowtimes.com/' },
      '/returnUrl',
    ],
    [
      'leading back by a trick: backslashes',
      { returnUrl: '\\\\www.themoscowtimes.com/' },
      '/returnUrl',
    ],
    [
      'leading back by a trick: a script',
      { returnUrl: 'javascript://www.themoscowtimes.com/%0aalert(1)' },
      '/returnUrl',
    ],
    ['leading back over plain http', { returnUrl: 'http://www.themoscowtimes.com/' }, '/returnUrl'],
    ['with a word too many', { extra: 'x' }, '/'],
  ])('%s: says where and why, and keeps nothing', async (_, differs, at) => {
    const before = await pledges();
    const response = await checkout(differs);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as {
      type: string;
      errors: { at: string; says: string }[];
    };
    expect(problem.type).toBe('urn:smallfavor:problem:invalid_request');
    expect(problem.errors.map((fault) => fault.at)).toContain(at);
    expect(await pledges()).toBe(before);
  });

  test('with several faults: names them all at once', async () => {
    const response = await checkout({
      amount: 'two',
      currency: 'eur',
      returnUrl: 'nowhere',
      frequency: 'weekly',
    });
    const { errors } = (await response.json()) as { errors: { at: string }[] };
    expect(errors.map((fault) => fault.at).sort()).toEqual([
      '/amount',
      '/currency',
      '/frequency',
      '/returnUrl',
    ]);
  });

  test.each([
    [{ amount: 199, currency: 'eur', returnUrl: 'https://e.example' }, {}],
    [{ amount: 199, currency: 'eur', colour: 'blue' }, { 'Idempotency-Key': 'of-the-header' }],
  ])('%j: an amount that is too small is named beside the rest', async (differs, header) => {
    const response = await post('/v1/publishers/moscow-times/checkouts', {
      headers: { 'Content-Type': 'application/json', ...header },
      body: JSON.stringify({ ...ordinary(), idempotencyKey: 'of-the-body', ...differs }),
    });
    const { errors } = (await response.json()) as { errors: { at: string }[] };
    const { amount, currency, ...rest } = differs;
    const named = Object.keys({ amount, currency, ...('colour' in rest ? {} : rest) });
    if ('colour' in rest) named.push('', 'idempotencyKey');
    expect(errors.map((fault) => fault.at).sort()).toEqual(named.map((one) => `/${one}`).sort());
  });

  test.each(['5.00', null, true, undefined, 2.5])(
    'of %j: says what an amount is',
    async (amount) => {
      const response = await post('/v1/publishers/moscow-times/checkouts', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...ordinary(), currency: undefined, amount }),
      });
      expect(((await response.json()) as { errors: unknown }).errors).toEqual([
        {
          at: '/amount',
          says: amount === undefined ? 'must be given' : 'must be a whole number of minor units',
        },
        { at: '/currency', says: 'must be given' },
      ]);
    },
  );

  test('under the key of another gift: is refused as a conflict', async () => {
    const idempotencyKey = 'one-key-for-two-gifts';
    expect((await checkout({ idempotencyKey })).status).toBe(201);
    const again = await checkout({ idempotencyKey });
    expect(again.status).toBe(201);
    expect((await checkout({ idempotencyKey, amount: '500' })).status).toBe(409);
  });

  test('from a reader who was forgotten before it ended: is another one, and the first names nobody', async () => {
    const id = async (response: Response) => ((await response.json()) as { id: string }).id;
    const reader = 'reader-forgotten';
    const first = await id(await checkout({ reader }));
    expect(await id(await checkout({ reader }))).toBe(first);
    await fetch(`${service.url}/v1/publishers/moscow-times/readers/${reader}`, {
      method: 'DELETE',
    });
    const again = await checkout({ reader });
    expect(again.status).toBe(201);
    expect(await id(again)).not.toBe(first);
    expect(
      await service.stores.db.query('select reader_tag, request_key from pledge where id = $1', [
        first,
      ]),
    ).toMatchObject({ rows: [{ reader_tag: null, request_key: null }] });
  });

  test('sent twenty times at once under one key: is one checkout', async () => {
    const before = await pledges();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => checkout({ idempotencyKey: 'pressed-twenty-times' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const urls = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { url: string }).url),
    );
    expect(new Set(urls).size).toBe(1);
    expect((await pledges()) - before).toBe(1);
  });
});

describe('bodies and addresses', () => {
  test.each([
    [
      'malformed JSON',
      { headers: { 'Content-Type': 'application/json' }, body: '{"amount":' },
      400,
    ],
    [
      'JSON that is no object',
      { headers: { 'Content-Type': 'application/json' }, body: '[1]' },
      400,
    ],
    [
      'a prototype',
      { headers: { 'Content-Type': 'application/json' }, body: '{"__proto__":{"amount":200}}' },
      400,
    ],
    ['nothing', {}, 400],
    ['another type', { headers: { 'Content-Type': 'text/xml' }, body: '<a/>' }, 415],
    [
      'an unknown charset',
      { headers: { 'Content-Type': 'application/json; charset=klingon' }, body: '{}' },
      415,
    ],
    [
      'too much',
      { headers: { 'Content-Type': 'application/json' }, body: `{"a":"${'x'.repeat(20_000)}"}` },
      413,
    ],
    [
      'one parameter twice',
      {
        body: 'amount=200&amount=300',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      },
      400,
    ],
  ])('%s gets a problem, never a 5xx', async (_, init, status) => {
    const response = await post('/v1/publishers/moscow-times/checkouts', init as RequestInit);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:smallfavor:problem:/),
    });
  });

  test.each([
    '/v1/publishers/nobody/appeal.json',
    '/v1/publishers/nobody/readers/reader-0001',
    '/v1/nothing',
    '/nobody',
    '/demo/nobody/',
    '/widget/none.js',
    '/%E0%A4%A',
    '/v1/publishers/__proto__/readers/reader-0001',
    '/v1/publishers/moscow-times/checkouts/chk_none',
  ])('%s: there is nothing', async (path) => {
    const response = await fetch(`${service.url}${path}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(await response.text()).not.toMatch(/at .*\.(ts|js):/);
  });

  test('a NUL in a body is told with every other fault, and nothing is kept', async () => {
    const before = await pledges();
    const response = await checkout({ campaign: 'c\0', variant: '\0', frequency: 'weekly' });
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { at: string }[] };
    expect(errors.map(({ at }) => at).sort()).toEqual(['/campaign', '/frequency', '/variant']);
    expect(await pledges()).toBe(before);
  });

  test.each([
    '/v1/publishers/moscow-times/checkouts/%00',
    '/moscow%00-times',
    '/gifts/%00',
    '/v1/finance/events/%00',
    '/v1/finance/gifts/a%00b',
    '/v1/finance/payouts/%00.csv',
  ])('%s: there is nothing at an address with a NUL', async (path) => {
    expect((await asFinance(path)).status).toBe(404);
  });

  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  test.each([
    ['events?publisher=%00&type=%00', '/publisher /type'],
    ['transfers?source=a%00', '/source'],
    [`events?after=${cursor('0000-01-01T00:00:00.000Z', 5)}`, '/after'],
    [`transfers?after=${cursor('0000-01-01T00:00:00.000Z', 5)}`, '/after'],
    [`gifts?after=${cursor('2026-11-30T09:35:10.582Z', 'a\0')}`, '/after'],
    [`payouts?after=${cursor('2026-11-30T09:35:10.582Z', 'a\0')}`, '/after'],
  ])('finance/%s: says where the fault is', async (path, at) => {
    const response = await asFinance(`/v1/finance/${path}`);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { at: string }[] };
    expect(errors.map((fault) => fault.at).join(' ')).toBe(at);
  });

  test.each(['GET', 'DELETE'])(
    '%s of a reader with a wrong id says where it is',
    async (method) => {
      const address = `${service.url}/v1/publishers/moscow-times/readers/x`;
      const { errors } = (await (await fetch(address, { method })).json()) as { errors: unknown };
      expect(errors).toEqual([{ at: '/reader', says: expect.stringContaining('8 to 150') }]);
    },
  );

  test('a key-value pair too large for a header is refused', async () => {
    const response = await fetch(`${service.url}/healthz`, {
      headers: { 'X-Filler': 'x'.repeat(9000) },
    });
    expect(response.status).toBe(431);
  });
});

test('a client that sends its headers slowly is cut off', async () => {
  const socket = connect(service.config.port, '127.0.0.1');
  const ended = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () => resolve(text));
  });
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n');
  const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 300);
  expect(await ended).toMatch(/^HTTP\/1\.1 408/);
  clearInterval(drip);
});
