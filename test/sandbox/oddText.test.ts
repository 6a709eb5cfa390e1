import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { migrationsFolder } from '../harness/embeddedTemplate.ts';
import { giftSession, givenSandbox, goodCard } from './givenSandbox.ts';

const migration = readFileSync(join(migrationsFolder, '0093_sandbox_nul.sql'), 'utf8');

eachDatabase('text that PostgreSQL does not keep', (database) => {
  const given = givenSandbox(database);

  const ask = async (path: string, body?: string) => {
    const answer = await fetch(given().url + path, {
      headers: { authorization: 'Bearer sk_test_odd_text00' },
      ...(body !== undefined && { method: 'POST', body }),
    });
    const text = await answer.text();
    return { status: answer.status, text, error: () => JSON.parse(text).error as object };
  };

  test.each([
    ['/v1/customers', 'name=a%00b', 'name'],
    ['/v1/customers', 'address[city]=%00', 'address[city]'],
    ['/v1/customers', 'test_clock=a%00', 'test_clock'],
    ['/v1/webhook_endpoints', 'url=https://a.example&description=a%00b', 'description'],
  ])('is refused by name: %s %s', async (path, body, param) => {
    const answer = await ask(path, body);
    expect(answer.status).toBe(400);
    expect(answer.error()).toMatchObject({ type: 'invalid_request_error', param });
    expect((await ask('/')).status).toBe(200);
  });

  test.each([
    ['/v1/customers/cus%00', 404],
    ['/v1/invoices/in%00/lines', 404],
    ['/v1/customers?test_clock=a%00', 400],
    ['/v1/customers/%ED%A0%80', 400],
  ])('is found nowhere: %s', async (path, status) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(answer.error()).toMatchObject({ type: 'invalid_request_error' });
  });

  test.each([
    ['/v1/products', 'name=a', 'id'],
    ['/v1/payment_intents', 'amount=500&currency=usd', 'transfer_group'],
  ])('%s takes no key that an index has no room for', async (path, body, param) => {
    // What repeats is kept in less room.
    const long = randomBytes(2000).toString('hex');
    const answer = await ask(path, `${body}&${param}=${long}`);
    expect(answer.status).toBe(400);
    expect(answer.error()).toMatchObject({ param });
  });

  test('a test clock stands within the calendar', async () => {
    const { stripe } = given();
    await expect(
      stripe.testHelpers.testClocks.create({ frozen_time: 999_999_999_999_999 }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'frozen_time' });
    expect((await ask('/')).status).toBe(200);
  });

  test.each(['/c/pay/cs%00', '/p/session/a%00', '/invoices/in%00/a', '/c/recover/cs/a%00'])(
    '%s is a page that is not there',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('There is nothing here');
    },
  );

  test('paying with it is refused by a page that says nothing of what broke', async () => {
    const { stripe, submit } = given();
    const { url, id } = await giftSession(stripe);
    const refused = await submit(url!, { ...goodCard, name: 'a\0b' });
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain('This did not work');
    expect(page).not.toMatch(/node_modules|Error|src\//);
    // A name that is cut is not cut through a character.
    const paid = await submit(url!, { ...goodCard, name: `${'a'.repeat(199)}😀` });
    expect(paid.status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(id)).customer_details?.name).toBe(
      'a'.repeat(199),
    );
    expect((await ask('/')).status).toBe(200);
  });

  test('is taken out where an older version kept it, and nothing else is', async () => {
    const bodies = [
      '{"url":"a\\u0000\\u0000b"}',
      '{"url":"\\\\u0000 \\ud83d"}',
      '{"url":"\\\\\\u0000x"}',
    ];
    for (const [i, body] of bodies.entries())
      await database().query(
        `insert into sandbox_object (account, id, type, created, body)
         values ('acct_old', $1, 'webhook_endpoint', 1, $2)`,
        [`we_${i}`, body],
      );
    await database().query(migration);
    const { rows } = await database().query<{ url: string }>(
      `select body::json->>'url' as url from sandbox_object where account = 'acct_old' order by id`,
    );
    expect(rows.map(({ url }) => url)).toEqual(['ab', '\\u0000 ', '\\x']);
    expect((await ask('/')).status).toBe(200);
  });
});
