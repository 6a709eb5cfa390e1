import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Letter, MailRefused, MailUncertain } from '../../src/ground/mail.ts';
import { createOutbox } from '../../src/ground/outbox.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createSmtpMailer } from '../../src/ground/smtpMailer.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';
import { freePort } from '../harness/startServer.ts';

const from = { name: 'Support', address: 'support@press.example' };
const letter = (differs: Partial<Letter> = {}): Letter => ({
  id: 'reminder:rem_1',
  to: 'reader@example.org',
  fromName: 'The Daily Planet',
  locale: 'ru',
  subject: 'Вы просили напомнить',
  text: 'Здравствуйте!',
  html: '<p>Здравствуйте!</p>',
  ...differs,
});
const mailerTo = (url: string) => createSmtpMailer({ url, from });

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer({
    onRcptTo: ({ address }, _session, done) => {
      const code = { 'nobody@example.org': 550, 'busy@example.org': 451 }[address];
      done(code ? Object.assign(new Error(`no ${address}`), { responseCode: code }) : null);
    },
  });
});
afterAll(() => server.stop());

test('a letter arrives in both forms, in its language, from the publication', async () => {
  await mailerTo(server.url).send(
    letter({ unsubscribeUrl: 'https://press.example/reminders/abc' }),
  );
  const { parsed, source } = server.received.at(-1)!;
  expect(parsed).toMatchObject({
    subject: 'Вы просили напомнить',
    text: expect.stringContaining('Здравствуйте!'),
    html: expect.stringContaining('<p>Здравствуйте!</p>'),
    messageId: '<reminder-rem_1@press.example>',
  });
  expect(parsed.from!.value).toEqual([{ name: 'The Daily Planet', address: from.address }]);
  expect(source).toMatch(/^List-Unsubscribe: <https:\/\/press\.example\/reminders\/abc>\r$/m);
  expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  expect(source).toMatch(/^Content-Language: ru\r$/m);
  expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
});

test('a name or subject with line breaks adds no header and no recipient', async () => {
  const evil = 'Hello\r\nBcc: victim@example.org';
  await mailerTo(server.url).send(letter({ subject: evil, fromName: evil }));
  const { to, source } = server.received.at(-1)!;
  expect(to).toEqual(['reader@example.org']);
  expect(source).not.toMatch(/^Bcc:/im);
});

test('what the server refuses for good is told from what may pass, and neither error names the address', async () => {
  const refused = await mailerTo(server.url)
    .send(letter({ to: 'nobody@example.org' }))
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(MailRefused);
  expect(String(refused)).not.toContain('nobody');
  const busy = await mailerTo(server.url)
    .send(letter({ to: 'busy@example.org' }))
    .catch((error: unknown) => error);
  expect(busy).toBeInstanceOf(Error);
  expect(busy).not.toBeInstanceOf(MailRefused);
  expect(busy).not.toBeInstanceOf(MailUncertain);
  expect(String(busy)).not.toContain('busy@');
});

test('a server that is not there took nothing; one that hangs up may have', async () => {
  const absent = await mailerTo(`smtp://127.0.0.1:${await freePort()}`)
    .send(letter())
    .catch((error: unknown) => error);
  expect(absent).not.toBeInstanceOf(MailUncertain);
  const rude = createServer((socket) => socket.end('220 hello\r\n'));
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  const { port } = rude.address() as { port: number };
  await expect(mailerTo(`smtp://127.0.0.1:${port}`).send(letter())).rejects.toThrow(MailUncertain);
  rude.close();
});

test('nothing leaves this machine unencrypted unless that is said', async () => {
  // Leads to this machine, but is not one of its names; the server offers no encryption.
  const byOtherName = server.url.replace('127.0.0.1', '0.0.0.0');
  await expect(mailerTo(byOtherName).send(letter())).rejects.toThrow();
  await expect(mailerTo(`${byOtherName}?tls=no`).send(letter())).resolves.toBeUndefined();
});

eachDatabase('the outbox', (database) => {
  const outbox = (appSecret = 'secret of the tests, of no use elsewhere') =>
    createOutbox({ db: database(), clock: fakeClock(), secrets: createSecrets(appSecret) });

  test('keeps each letter once, and no address that can be read', async () => {
    await outbox().send(letter());
    await outbox().send(letter());
    expect(await outbox().latest()).toEqual([{ ...letter(), at: fakeClock().now() }]);
    const { rows } = await database().query('select * from outbox');
    expect(JSON.stringify(rows)).not.toContain('reader@example.org');
  });

  test('shows nothing to who has another secret', async () => {
    expect(await outbox('another secret of the tests, of no use').latest()).toEqual([]);
  });
});
