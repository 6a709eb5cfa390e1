import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command/runCommand.ts';
import { verbs } from '../../src/command/verbs.ts';
import { letterMark } from '../../src/ground/letterMark.ts';
import { orderLetter } from '../../src/ground/post.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createOperator } from '../../src/operate.ts';
import { opensPreview } from '../../src/preview/previewKey.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { bounceOf } from '../harness/bounceOf.ts';
import { type Service, type Standing, startService } from '../harness/service.ts';
import { freePort } from '../harness/startServer.ts';

/** Types a command line, in an environment, and gives back all that was said. */
async function type(
  line: string,
  environment: Record<string, string | undefined> = {},
  input: Uint8Array = Buffer.alloc(0),
) {
  let [out, err] = ['', ''];
  const say = async (text: string) => {
    out += text;
  };
  const streams = {
    out: (text: string) => void say(text),
    err: (text: string) => {
      err += text;
    },
  };
  const code = await runCommand(verbs, line.split(' ').filter(Boolean), streams, (common) =>
    createOperator(environment, common, say, async (most) =>
      input.length > most ? undefined : input,
    ),
  );
  return { code, out, err };
}

test('without a verb it says what there is, and that nothing was done', async () => {
  const { code, out } = await type('');
  expect(code).toBe(2);
  for (const { name, says } of verbs) {
    expect(out).toContain(name);
    expect(out).toContain(says);
  }
});

test('says how each verb is used', async () => {
  for (const { name, says } of verbs) {
    const { code, out } = await type(`${name} --help`);
    expect(code).toBe(0);
    expect(out.startsWith(says)).toBe(true);
    expect(out).toContain('--json');
  }
});

test('names every fault of a command line at once', async () => {
  const { code, err } = await type('export plants --color --service nowhere --json --json');
  expect(code).toBe(2);
  expect((JSON.parse(err) as { faults: string[] }).faults).toEqual([
    '--color: there is no such option',
    '--json: is given twice',
    '<events|gifts|transfers|payouts|incidents|balances>: must be one of events, gifts, transfers, payouts, incidents, balances',
    '--service: must be an http or https address',
  ]);
  expect((await type('events replay')).err).toContain('name events, or say --status');
  expect((await type('export balances --type x')).err).toContain('cannot be narrowed by it');
  expect((await type('config check now')).err).toContain('nothing is taken after the verb');
});

test('checks a configuration, and names every mistake in it', async () => {
  const right = await type('config check');
  expect(right).toMatchObject({ code: 0, out: expect.stringContaining('nobody is written to') });
  const told = await type('config check', {
    ALERTS_TO: 'books@press.example, chief@press.example',
  });
  expect(told.out).toContain('this writes to books@press.example, chief@press.example');
  const { code, out } = await type('config check --json', {
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    CONFIG_DIR: '/nowhere',
  });
  expect(code).toBe(3);
  const { ok, faults } = JSON.parse(out) as { ok: boolean; faults: string[] };
  expect(ok).toBe(false);
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'PORT',
    'LOG_LEVEL',
    '/nowhere/publishers',
  ]);
});

// The embedded database is held by the service, which is then asked; a server's database is opened beside it.
describe.each<Standing>(['embedded', 'servers'])('beside a service on %s', (standing) => {
  let service: Service;
  const run = (line: string) => type(line, service.config.environment);
  beforeAll(async () => {
    service = await startService(standing, {}, { ALERTS_TO: 'books@press.example' });
    await keepEvent(
      service.stores.db,
      createEventBodies(createSecrets('secret of the tests, of no use elsewhere')),
      {
        id: 'evt_parked',
        type: 'invoice.paid',
        publisher: 'moscow-times',
        account: null,
        apiVersion: null,
        livemode: true,
        created: new Date(0),
        receivedAt: new Date(0),
        body: Buffer.from('{"data":{"object":{}}}'),
        parkedBecause: 'it is of live mode, and the key is not',
      },
    );
  });
  afterAll(() => service?.stop());

  test('makes the link by which a publisher sees what is not live', async () => {
    const { out, code } = await run('preview link al-manara --json');
    expect(code).toBe(0);
    const { publisher, url } = JSON.parse(out) as { publisher: string; url: string };
    expect(publisher).toBe('al-manara');
    expect((await run('preview link al-manara')).out).toBe(`${url}\n`);
    expect(new URL(url).origin).toBe(service.config.publicUrl);
    expect((await fetch(url)).status).toBe(200);
    const key = new URL(url).searchParams.get('key');
    const { appSecret = readFileSync(join(service.config.dataDir, 'app-secret'), 'utf8') } =
      service.config;
    const secrets = createSecrets(appSecret.trim());
    const { 'al-manara': own, 'moscow-times': other } = Object.fromEntries(
      readPublishers(service.config.configDir),
    );
    expect(opensPreview(secrets, own!, key!)).toBe(true);
    expect(opensPreview(secrets, other!, key!)).toBe(false);
    expect(await run('preview link nobody')).toMatchObject({
      code: 1,
      out: expect.stringContaining('there is no publisher nobody: there are al-manara, '),
    });
    expect((await run('preview link')).err).toContain('name one publisher');
  });

  test('lists letters that failed, with no address, and sends them again', async () => {
    if (standing === 'embedded') {
      expect((await run('post list')).code).toBe(1);
      return;
    }
    const { db } = service.stores;
    const order = {
      kind: 'thanks',
      publisher: 'moscow-times',
      about: 'gft_none',
      // The service that runs beside must not take it before it is marked as failed.
      dueAt: new Date('2100-01-01'),
    };
    await orderLetter(db, { ...order, id: 'thanks:gft_none' }, new Date(0));
    await db.query(
      "update post set status = 'failed', reason = 'mailbox full', due_at = now(), finished_at = now() where id = $1",
      ['thanks:gft_none'],
    );
    const { out, code } = await run('post list');
    expect(code).toBe(0);
    expect(out).toMatch(/thanks:gft_none +moscow-times +failed .* mailbox full\n/);
    expect(out).not.toContain('@');
    expect((await run('post list --status lost --limit 0')).code).toBe(2);
    const again = await run('post retry thanks:gft_none thanks:nobody');
    expect(again.out).toContain('thanks:gft_none  waits to be sent');
    expect(again.out).toContain('thanks:nobody  is unchanged');
    expect(again.code).toBe(3);
    expect((await run('post retry')).err).toContain('name letters');
  });

  test('takes what mail servers pipe in, and asks them to come again only where it could not look', async () => {
    const { environment } = service.config;
    const pipe = (input: Buffer, line = 'post bounced') => type(line, environment, input);
    const { appSecret = readFileSync(join(service.config.dataDir, 'app-secret'), 'utf8') } =
      service.config;
    const id = 'thanks:gft_returned';
    const order = { id, kind: 'thanks', publisher: 'moscow-times', about: 'gft_returned' };
    await orderLetter(service.stores.db, { ...order, dueAt: new Date('2100-01-01') }, new Date(0));
    await service.stores.db.query(
      "update post set status = 'sent', finished_at = now() where id = $1",
      [id],
    );
    const envelopeId = letterMark(createSecrets(appSecret.trim()), id);
    const bounce = bounceOf({ envelopeId });
    const noted = await pipe(bounce, 'post bounced --json');
    expect(noted).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(noted.out)).toEqual({ result: 'noted', letter: id, status: '5.1.1' });
    const again = await pipe(bounce);
    expect(again).toEqual({ code: 0, out: `${id}  was dealt with before  (5.1.1)\n`, err: '' });
    for (const [input, says] of [
      [bounceOf(), 'names no letter'],
      [Buffer.from('Subject: hello\n\nHow are you?\n'), 'no delivery status'],
      [Buffer.alloc(0), 'no delivery status'],
      [Buffer.alloc(1_000_001), 'too large'],
    ] satisfies [Buffer, string][])
      expect(await pipe(input)).toMatchObject({ code: 0, out: expect.stringContaining(says) });
    expect((await pipe(bounce, 'post bounced --loud')).code).toBe(75);
    const away = `post bounced --token x --service http://127.0.0.1:${await freePort()}`;
    expect(await pipe(bounce, away)).toMatchObject({ code: 75, out: '' });
    expect((await type('post bounced', { PORT: 'eighty' }, bounce)).code).toBe(75);
  });

  test('lists the inbox', async () => {
    const { out } = await run('events list --status parked');
    expect(out).toContain('evt_parked');
    expect(out).toContain('it is of live mode');
    const page = JSON.parse((await run('events list --status parked --json')).out);
    expect(page.data).toHaveLength(1);
    expect((await run('events list --status odd')).err).toContain('status: must be one of');
  });

  test('exports a list as CSV, or as a line of JSON for each', async () => {
    const csv = (await run('export events')).out.split('\r\n');
    expect(csv[0]).toMatch(/^id,type,publisher/);
    expect(csv[1]).toMatch(/^evt_parked,invoice.paid/);
    const lines = (await run('export events --json')).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['evt_parked']);
  });

  test('works an event again and tells what became of it', async () => {
    const { out, code } = await run('events replay evt_parked evt_none');
    expect(out).toContain('evt_parked  ignored');
    expect(out).toContain('evt_none  refused  No such event.');
    expect(code).toBe(3);
  });

  test('erases nobody where nobody is meant, and says so', async () => {
    expect(await run('reader erase nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('must be an e-mail address'),
    });
    const answers = [
      await run('reader erase nobody@example.org'),
      await run('reader erase --dry-run nobody@example.org'),
    ];
    for (const { code, out, err } of answers)
      if (standing === 'embedded')
        expect({ code, err }).toMatchObject({
          code: 1,
          err: expect.stringContaining('in its console'),
        });
      else
        expect({ code, out }).toMatchObject({
          code: 0,
          out: expect.stringMatching(/^customers: 0[\s\S]*nobody was found/),
        });
  });

  test('tries whether letters about what goes wrong arrive', async () => {
    const { out, code } = await run('alerts test');
    expect({ out, code }).toEqual({ out: 'books@press.example: sent\n', code: 0 });
    const { rows } = await service.stores.db.query('select id from outbox');
    expect(rows).toHaveLength(1);
  });

  test('says so where it cannot be done', async () => {
    const { code, err } = await run(
      `events list --service http://127.0.0.1:${await freePort()} --token x`,
    );
    expect(code).toBe(1);
    expect(err).toContain('is it running?');
    const wrong = await run(`events list --service ${service.url} --token wrong-token`);
    expect(wrong).toMatchObject({ code: 1, err: 'A valid bearer token is needed\n' });
  });
});
