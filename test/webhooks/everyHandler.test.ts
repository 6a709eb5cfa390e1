import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { monthSpan } from '../../src/console/calendar.ts';
import { recurringRevenue, supporterFigures } from '../../src/giving/supporterFigures.ts';
import { toUnixSeconds } from '../../src/ground/clock.ts';
import type { Database } from '../../src/ground/sql.ts';
import { listIncidents, noteIncident } from '../../src/incidents/store.ts';
import { listMonthFigures } from '../../src/ledger/monthFigures.ts';
import { deliveryHealth } from '../../src/webhooks/deliveryWatch.ts';
import { handlerOf, handlers } from '../../src/webhooks/handlers.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { generous, ours } from '../harness/ours.ts';
import { aMandate, startToldStripe } from '../harness/toldStripe.ts';
import { tellBooks } from '../reconcile/tellBooks.ts';
import { openPublications, type Paper, startWorld, type World } from '../reconcile/world.ts';
import { stripesMonth } from './stripesMonth.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// Two publications live through all that a handler is there for; one house hears of it as it happens, the other when all is over.
let world: World;
let publications: ReturnType<typeof openPublications>;
let usd: Paper;
let eur: Paper;
const told: { event: Stripe.Event; paper: string }[] = [];

// What Stripe tells of an object, and the stand-in does not; the handler asks for the object, and so cannot tell.
const alsoTold: Readonly<Record<string, Stripe.Event.Type>> = {
  'charge.succeeded': 'charge.updated',
  'invoice.created': 'invoice.finalization_failed',
};

async function hear(): Promise<void> {
  for (const paper of publications.papers)
    for (const event of await paper.news()) {
      const also = alsoTold[event.type];
      const events = also
        ? [event, { ...event, id: `${event.id}_also`, type: also } as Stripe.Event]
        : [event];
      for (const one of events.filter(({ type }) => handlerOf(type))) {
        told.push({ event: one, paper: paper.id });
        await publications.orderly.keep(one, paper.id);
      }
    }
  await publications.orderly.settle();
}

/** Some days go by, at each of which what was due by then is done. */
const pass = async (...days: number[]) => {
  for (const some of days) {
    world.clock.advance({ days: some });
    await world.stripe.keepHouse();
  }
  await hear();
};
const setFaults = (faults: object) =>
  fetch(`${world.stripe.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(faults),
  });

async function give(
  paper: Paper,
  amount: number,
  card: Parameters<typeof cardOf>[0] = 'good',
  frequency: 'once' | 'monthly' | 'annual' = 'once',
) {
  await paper.perform({ do: 'give', frequency, amount, card });
  await hear();
}
const cardOf = (card: Extract<Parameters<Paper['perform']>[0], { do: 'give' }>['card']) => card;
const refund = async (part: number) => {
  await usd.perform({ do: 'refund', part });
  await hear();
};

async function failRenewal(of: number): Promise<void> {
  const all = await usd.client.subscriptions.list({ limit: 100 });
  const { id, customer } = all.data.find(({ items }) => items.data[0]!.price.unit_amount === of)!;
  const { id: method } = await usd.client.paymentMethods.attach('pm_card_chargeCustomerFail', {
    customer: customer as string,
  });
  await usd.client.subscriptions.update(id, { default_payment_method: method });
}

const openOnes = async (db: Database) =>
  (await listIncidents(db, { isOpen: true, limit: 100 }))
    .map(({ kind, subject, giftId }) => ({ kind, subject, giftId }))
    .sort((a, b) => a.subject.localeCompare(b.subject));
const kindsOpen = async () => (await openOnes(world.orderly)).map(({ kind }) => kind);

beforeAll(async () => {
  world = await startWorld();
  publications = openPublications(world, ['usd', 'eur']);
  [usd, eur] = publications.papers as [Paper, Paper];
  await give(usd, 1000, 'reviewed');
  expect(await kindsOpen()).toEqual(['review']);
  const [waiting] = (await usd.client.reviews.list()).data;
  await usd.client.reviews.approve(waiting!.id);
  await hear();
  expect(await kindsOpen()).toEqual([]);
  await give(usd, 1200, 'reviewed');
  await refund(1);
  await give(usd, 1300, 'warnedOf');
  expect(await kindsOpen()).toEqual(['fraud_warning']);
  await refund(1);
  await give(usd, 1700, 'refundFails');
  await refund(0.3);
  for (const [amount, card] of [
    [900, 'declined'],
    [1500, 'disputed'],
  ] as const)
    await give(usd, amount, card);
  await usd.perform({ do: 'answerBank', words: 'winning_evidence' });
  await give(usd, 1600, 'disputed');
  await usd.perform({ do: 'answerBank', words: 'losing_evidence' });
  await usd.perform({ do: 'abandon' });
  await give(usd, 200, 'good', 'monthly');
  await give(usd, 300, 'good', 'monthly');
  await give(usd, 6000, 'good', 'annual');
  await give(eur, 700, 'good', 'monthly');
  await give(eur, 1234, 'good');
  await failRenewal(300);
  await setFaults({ payouts: { fail: 'account_closed' } });
  await pass(3, 2, 1);
  expect(await kindsOpen()).toContain('payout_failed');
  await setFaults({});
  await pass(1, 25, 4);
  for (const { id } of (await usd.client.invoices.list({ status: 'open' })).data)
    await usd.client.invoices.voidInvoice(id);
  await usd.perform({ do: 'cancel' });
  const { data } = await usd.client.subscriptions.list({ limit: 100 });
  await usd.client.customers.del(data[0]!.customer as string);
  await hear();
});
afterAll(() => world?.stop());

test('every handler was knocked for, and had something to say', async () => {
  const { rows } = await world.orderly.query<{ type: string }>(
    "select distinct type from event where status = 'done'",
  );
  const heard = new Set(rows.map(({ type }) => handlerOf(type)));
  const idle = Object.entries(handlers).filter(([, handler]) => !heard.has(handler));
  // A mandate is told of below; the rest are news of which nothing is to be written.
  expect(idle.map(([type]) => type).sort()).toEqual([
    'customer.updated',
    'invoice.created',
    'invoice.upcoming',
    'mandate.updated',
    'payment_method.attached',
    'payment_method.automatically_updated',
  ]);
  expect(
    await world.orderly.query("select id from event where status not in ('done', 'ignored')"),
  ).toMatchObject({ rows: [] });
});

test('heard late, twice and shuffled, everything comes to the same', async () => {
  const [order] = fc.sample(
    fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
    1,
  );
  for (const { event, paper } of order!) await publications.disorderly.keep(event, paper);
  await publications.disorderly.settle();
  for (const { id } of publications.papers)
    expect(await tellBooks(world.disorderly, id)).toEqual(await tellBooks(world.orderly, id));
  // What a bank took for good is booked at its word, not when we came to hear of it.
  const { rows: lost } = await world.disorderly.query<{ said: boolean }>(
    `select t.at = (select min(created) from event
       where type = 'charge.dispute.closed' and object_id || ':lost' = t.source) as said
     from transfer t where t.kind = 'dispute_lost'`,
  );
  expect(lost.map(({ said }) => said)).toEqual([true]);
  // The fraud warning ended by a refund, of which Stripe tells in an event that nobody listens to: it is looked at again.
  await publications.orderly.recheck();
  await publications.disorderly.recheck();
  expect(await openOnes(world.disorderly)).toEqual(await openOnes(world.orderly));
  expect(await kindsOpen()).toEqual(['refund_failed']);
});

test('a mandate that is lost is a matter until it counts again, in whatever order that is told', async () => {
  const stripe = await startToldStripe({ 'mandates/man_1': aMandate('man_1', 'inactive') });
  const house = ours(world.disorderly, stripe.url, { clock: world.clock });
  const tell = async (id: string) => {
    const event = {
      ...told[0]!.event,
      id,
      type: 'mandate.updated',
      data: { object: { id: 'man_1' } },
    };
    await house.keep(event as unknown as Stripe.Event);
    await house.settle();
    const found = await listIncidents(world.disorderly, { kind: 'mandate_lost', limit: 9 });
    return found.map(({ closedAt }) => closedAt === null);
  };
  expect([await tell('evt_1'), await tell('evt_2')]).toEqual([[true], [true]]);
  stripe.answers['mandates/man_1'] = aMandate('man_1', 'active');
  expect([await tell('evt_3'), await tell('evt_4')]).toEqual([[false], [false]]);
  await stripe.stop();
});

test('a hundred matters that Stripe does not know any more hold up none that began after them', async () => {
  const db = world.disorderly;
  const stripe = await startToldStripe({ 'mandates/man_last': aMandate('man_last', 'active') });
  const house = ours(db, stripe.url, { clock: world.clock });
  const begin = (subject: string) =>
    noteIncident(db, {
      kind: 'mandate_lost',
      subject,
      publisher: generous.id,
      isOpen: true,
      readAt: new Date('2026-01-01'),
    });
  for (let i = 0; i < 100; i += 1) await begin(`man_gone_${i}`);
  await begin('man_last');
  const after = await house.recheck();
  expect(stripe.asked).not.toContain('mandates/man_last');
  expect(await house.recheck(after)).toBe(0);
  const [last] = await listIncidents(db, { kind: 'mandate_lost', limit: 1 });
  expect(last).toMatchObject({ subject: 'man_last', closedAt: expect.any(Date) });
  await stripe.stop();
});

test.each(['2026-11', '2026-12'])(
  'the statement of %s is that of Stripe’s own lists, to the cent',
  async (month) => {
    const timeZone = 'Europe/Amsterdam';
    for (const { id, client } of publications.papers) {
      const wanted = await stripesMonth(client, month, timeZone);
      expect(wanted.money.gross).toBeGreaterThan(0);
      const [figures, ...more] = await listMonthFigures(world.orderly, {
        from: month,
        to: month,
        timeZone,
        publisher: id,
      });
      expect(figures).toEqual({ month, currency: id === usd.id ? 'usd' : 'eur', ...wanted.money });
      expect(more).toEqual([]);
      const span = monthSpan(month, timeZone);
      expect(await supporterFigures(world.orderly, { ...span, publisher: id })).toMatchObject(
        wanted.people,
      );
      const [worth] = await recurringRevenue(world.orderly, { at: span.until, publisher: id });
      expect(worth?.amount ?? 0).toBe(wanted.recurring);
    }
  },
);

test('what back-fill finds of another account or mode is set aside with its reason; another type is ignored', async () => {
  const created = toUnixSeconds(world.clock.now()) - 86_400;
  const event = { ...told[0]!.event, created };
  const found = [
    { ...event, id: 'evt_other_account', account: 'acct_other' },
    { ...event, id: 'evt_live', livemode: true },
  ];
  const list = (data: object[]) => ({ object: 'list', url: '/v1', has_more: false, data });
  const stripe = await startToldStripe({ events: list(found), webhook_endpoints: list([]) });
  const publisher = givenPublisher({ id: usd.id });
  const house = ours(world.disorderly, stripe.url, { clock: world.clock, publisher });
  await house.backfill.run(new Date(0));
  const health = () => deliveryHealth(world.disorderly, world.clock.now());
  expect(await health()).toMatchObject({ daysLeft: 2, endpointDisabled: false });
  const disabled: Stripe.WebhookEndpoint = {
    id: 'we_1',
    object: 'webhook_endpoint',
    api_version: null,
    application: null,
    created,
    description: null,
    enabled_events: ['*'],
    livemode: false,
    metadata: {},
    status: 'disabled',
    url: `https://support.example.org/webhooks/stripe/${usd.id}`,
  };
  stripe.answers.webhook_endpoints = list([disabled]);
  await house.backfill.run(new Date(0));
  expect(await health()).toMatchObject({ daysLeft: 0, endpointDisabled: true });
  expect((await openOnes(world.disorderly)).map(({ kind }) => kind)).toContain('endpoint_disabled');
  Object.assign(stripe.answers, { events: list([]), webhook_endpoints: list([]) });
  await house.backfill.run(new Date(0));
  expect(await health()).toMatchObject({ daysLeft: null, stripeGivesUpAt: null });
  const unknown = { ...event, id: 'evt_unknown', type: 'capability.updated' };
  await house.keep(unknown as unknown as Stripe.Event);
  await house.settle();
  const { rows } = await world.disorderly.query(
    "select id, status, reason from event where id in ('evt_other_account', 'evt_live', 'evt_unknown') order by id",
  );
  expect(rows).toEqual([
    { id: 'evt_live', status: 'parked', reason: 'it is of live mode, and the key is not' },
    {
      id: 'evt_other_account',
      status: 'parked',
      reason: 'it is about the connected account acct_other',
    },
    { id: 'evt_unknown', status: 'ignored', reason: 'nothing here depends on this type' },
  ]);
  await stripe.stop();
});
