import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { listLetters } from '../../src/ground/postDesk.ts';
import { createPostOffice } from '../../src/ground/postOffice.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createSmtpMailer } from '../../src/ground/smtpMailer.ts';
import { createAlerts } from '../../src/incidents/alerts.ts';
import { settleIncident } from '../../src/incidents/endIncidents.ts';
import type { IncidentKind } from '../../src/incidents/incident.ts';
import { listIncidents, noteIncident } from '../../src/incidents/store.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const from = { name: 'Support', address: 'support@press.example' };
const publisher = givenPublisher({ timeZone: 'Europe/Amsterdam' });
const publishers = new Map([[publisher.id, publisher]]);
const secrets = createSecrets('secret of the tests, of no use elsewhere');
const log = createLog('silent');
let server: MailServer;
let refused = false;
beforeAll(async () => {
  server = await startMailServer({
    onRcptTo: (_address, _session, done) =>
      done(refused ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
  });
});
afterAll(() => server.stop());
beforeEach(() => void server.received.splice(0));

eachDatabase('alerts', (database) => {
  const clock = fakeClock('2026-11-24T12:00:00Z');
  const alertsFor = (alertsTo: readonly string[]) =>
    createAlerts({
      db: database(),
      clock,
      publishers,
      secrets,
      log,
      alertsTo,
      publicUrl: 'https://give.press.example',
      mailer: createSmtpMailer({ url: server.url, from }),
    });
  const oneAddress = ['books@press.example'];
  const note = (kind: IncidentKind, isOpen: boolean, subject = publisher.id, detail = {}) =>
    noteIncident(database(), {
      kind,
      subject,
      publisher: publisher.id,
      isOpen,
      detail,
      readAt: clock.now(),
    });
  const waiting = async () =>
    (await listLetters(database(), { status: 'waiting', limit: 100 })).length;

  /** Orders what is due, as two processes do at once, and sends it, as two processes do. */
  async function work(alertsTo: readonly string[] = oneAddress): Promise<string[]> {
    const before = server.received.length;
    const processes = [alertsFor(alertsTo), alertsFor(alertsTo)];
    await Promise.all(processes.map(({ order }) => order()));
    const offices = processes.map(({ writer }) =>
      createPostOffice({
        db: database(),
        clock,
        mailer: createSmtpMailer({ url: server.url, from }),
        writers: { alert: writer },
        log,
        metrics: createMetrics(),
        pollMs: 20,
      }),
    );
    for (const office of offices) office.start();
    await expect.poll(waiting, { timeout: 15_000 }).toBe(0);
    await Promise.all(offices.map((office) => office.stop()));
    return server.received.slice(before).map(({ parsed }) => parsed.subject!);
  }
  const passGathering = () => clock.advance({ minutes: 4 });

  test('what begins together goes in one letter, to each address, once, though two processes look', async () => {
    await note('stripe_silent', true, undefined, { gifts: 3 });
    expect(await work()).toEqual([]);
    clock.advance({ minutes: 1 });
    await note('payout_unreconciled', true, 'po_123', { unexplained: 1234, currency: 'usd' });
    clock.advance({ minutes: 2 });
    const both = ['books@press.example', 'chief@press.example'];
    const says = 'Stripe sends no events while gifts are completed, and 1 more';
    expect(await work(both)).toEqual([says, says]);
    expect(server.received.flatMap(({ to }) => to).sort()).toEqual(both);
    const { text, html } = server.received[0]!.parsed;
    for (const form of [text, String(html)]) {
      expect(form).toContain('A payout does not reconcile (daily-planet, po_123)');
      expect(form).toContain('$12.34 not explained');
      expect(form).toContain('gifts without an event: 3');
      expect(form).toContain('since 24 November 2026 at 13:00:00');
      expect(form).toContain('https://give.press.example/console/events');
    }
    passGathering();
    expect(await work(both)).toEqual([]);
  });

  test('a day later there is one reminder, not two, and none sooner', async () => {
    clock.advance({ hours: 22 });
    expect(await work()).toEqual([]);
    clock.advance({ hours: 2 });
    expect(await work()).toEqual([
      'Still: Stripe sends no events while gifts are completed, and 1 more',
    ]);
    clock.advance({ hours: 1 });
    expect(await work()).toEqual([]);
  });

  test('one letter says what is over; what goes on is reminded of alone', async () => {
    await note('stripe_silent', false);
    passGathering();
    expect(await work()).toEqual(['Stripe sends events again']);
    expect(server.received[0]!.parsed.text).toContain('Nothing is left to do about this.');
    await note('endpoint_disabled', true);
    passGathering();
    expect(await work()).toEqual(['Stripe has given up sending events here']);
    clock.advance({ hours: 23 });
    const both = 'Still: A payout does not reconcile, and 1 more';
    expect(await work()).toEqual([both]);
    clock.advance({ hours: 23 });
    expect(await work()).toEqual([]);
    clock.advance({ hours: 1 });
    expect(await work()).toEqual([both]);
    await note('endpoint_disabled', false);
    await note('payout_unreconciled', false, 'po_123');
    passGathering();
    expect(await work()).toEqual(['The payout reconciles, and 1 more']);
    clock.advance({ days: 3 });
    expect(await work()).toEqual([]);
  });

  test('what comes back is told of again; what is over within minutes is not told at all', async () => {
    await note('declines_spike', true, undefined, { declines: 40, usual: 0.2 });
    passGathering();
    await note('declines_spike', false);
    expect(await work()).toEqual([]);
    clock.advance({ hours: 1 });
    expect(await work()).toEqual([]);
    await note('declines_spike', true, undefined, { declines: 41, usual: 0.4 });
    passGathering();
    const says = 'Many cards are declined: somebody may be trying stolen ones';
    expect(await work()).toEqual([says]);
    expect(server.received[0]!.parsed.text).toContain('declined in one hour: 41, usually: 0.4');
    await note('declines_spike', false);
    passGathering();
    expect(await work()).toEqual(['Declines are back to what is usual']);
  });

  test('what concerns one reader is not written about; what a person has to end is, daily until they do', async () => {
    await note('dispute', true, 'dp_1');
    await note('movement_differs', true, 'txn_1');
    passGathering();
    expect(await work()).toEqual(['A movement differs between the ledger and Stripe']);
    clock.advance({ days: 1 });
    expect(await work()).toEqual(['Still: A movement differs between the ledger and Stripe']);
    const [open] = await listIncidents(database(), { kind: 'movement_differs', limit: 1 });
    const word = { by: 'stf_1', reason: 'a fee of last year', at: clock.now() };
    expect(await settleIncident(database(), { id: open!.id, ...word })).toBe('txn_1');
    passGathering();
    expect(await work()).toEqual(['The movement agrees, or somebody settled it']);
    // What was settled is found again each night, and is no news as long as it says the same.
    await note('movement_differs', true, 'txn_1');
    passGathering();
    expect(await work()).toEqual([]);
    await note('movement_differs', true, 'txn_1', { ours: { net: 1 } });
    passGathering();
    expect(await work()).toEqual(['A movement differs between the ledger and Stripe']);
    await note('movement_differs', false, 'txn_1');
    passGathering();
    await work();
  });

  test('a process that dies in the order has told nobody, and the next one tells', async () => {
    await note('inbox_failing', true, undefined, { failed: 2, late: 1 });
    passGathering();
    const dying = createAlerts({
      db: {
        ...database(),
        transaction: (work) =>
          database().transaction(async (tx) => {
            await work(tx);
            throw new Error('the process died');
          }),
      },
      clock,
      publishers,
      secrets,
      log,
      alertsTo: oneAddress,
      publicUrl: 'https://give.press.example',
      mailer: createSmtpMailer({ url: server.url, from }),
    });
    await expect(dying.order()).rejects.toThrow('died');
    expect(await waiting()).toBe(0);
    expect(await work()).toEqual(['Events fail again and again']);
    expect(server.received[0]!.parsed.text).toContain('failed: 2, waiting too long: 1');
  });

  test('the queue holds no address, and whoever was taken out gets nothing more', async () => {
    clock.advance({ hours: 24 });
    await alertsFor(oneAddress).order();
    const [order] = (await database().query('select * from post order by created_at desc limit 1'))
      .rows;
    expect(JSON.stringify(order)).not.toContain('press.example');
    expect(await work(['new@press.example'])).toEqual([]);
    const [latest] = await listLetters(database(), { status: 'dropped', limit: 1 });
    expect(latest).toMatchObject({ kind: 'alert', reason: /ALERTS_TO/ });
  });

  test('a trial letter is sent at once, and says so where the mail server refuses it', async () => {
    expect(await alertsFor(oneAddress).tryAll()).toEqual([{ to: oneAddress[0], error: null }]);
    expect(server.received[0]!.parsed.text).toContain('Nothing is wrong.');
    refused = true;
    const [tried] = await alertsFor(oneAddress).tryAll();
    refused = false;
    expect(tried!.error).toMatch(/refused it for good \(550\)/);
    expect(await alertsFor([]).tryAll()).toEqual([]);
  });
});
