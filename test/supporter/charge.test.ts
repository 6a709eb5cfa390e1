import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { answerRefundRequest, listRefundRequests } from '../../src/incidents/refundRequest.ts';
import { givenSupporter, type Supporter } from '../harness/givenSupporter.ts';
import { type Service, startService } from '../harness/service.ts';

const today = new Date().toISOString().slice(0, 10);
const plusDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
let service: Service;
let supporter: Supporter;
beforeAll(async () => {
  service = await startService('embedded');
  supporter = await givenSupporter(service, { amount: 700 });
}, 120_000);
afterAll(() => service?.stop());

const pageOf = () => `${service.url}/moscow-times/charge`;
const post = async (fields: Record<string, string>, url = pageOf()) => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, text: await answer.text() };
};
const find = (differs: Record<string, string> = {}, url?: string) =>
  post({ action: 'find', amount: '7.00', day: today, last4: '4242', ...differs }, url);
const ticketIn = (text: string) => /name="ticket" value="([^"]+)"/.exec(text)![1]!;
const open = () => listRefundRequests(service.stores.db, { limit: 10 });
const stripe = () => {
  const publishers = readPublishers(service.config.configDir);
  return createStripeAccounts(service.config, publishers, service.sandboxUrl).of('moscow-times')
    .stripe;
};

describe('a charge on a statement', () => {
  test('is found by amount, day and last digits, some days after it was made too', async () => {
    expect(await (await fetch(pageOf())).text()).toContain('What is this charge?');
    const found = await find({ day: plusDays(1) });
    expect(found.status).toBe(200);
    expect(found.text).toContain('This was a gift to The Moscow Times: $7 on');
    expect(found.text).toContain('Cancel my gift');
    expect(found.text).not.toMatch(/reader@|cus_|gifts\/|<script/);
    // What stood on the statement is the neutral name of the publisher's file.
    await givenSupporter(service, { frequency: 'once', amount: 1900 });
    const [charge] = (await stripe().charges.list({ limit: 1 })).data;
    expect(charge!.calculated_statement_descriptor).toContain('TMT READERS');
    const [running] = (await stripe().subscriptions.list({ limit: 1 })).data;
    const product = running!.items.data[0]!.price.product as string;
    const { statement_descriptor } = await stripe().products.retrieve(product);
    expect(statement_descriptor).toBe('TMT READERS');
  });

  test('is cancelled there, and the cancelling is taken back', async () => {
    const ticket = ticketIn((await find()).text);
    expect((await post({ action: 'cancel', ticket })).text).toContain('Nothing more is collected');
    expect((await supporter.ask('GET', 'gift')).body.endsAt).not.toBeNull();
    const undone = await post({ action: 'undo', ticket });
    expect(undone.text).toContain('$7 per month');
    expect((await supporter.ask('GET', 'gift')).body.endsAt).toBeNull();
  });

  test('is asked back once, where finance staff see it, until it is given back', async () => {
    const ticket = ticketIn((await find()).text);
    for (const _ of [1, 2]) {
      const asked = await post({ action: 'refund', ticket });
      expect(asked.text).toContain('We have your request');
      expect(asked.text).not.toContain('Ask for the money back');
    }
    const [request, ...more] = await open();
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      publisher: 'moscow-times',
      detail: { amount: 700, currency: 'usd' },
    });
    const shown = await service.finance<{ data: { kind: string }[] }>('incidents?open=yes');
    expect(shown.data.map(({ kind }) => kind)).toContain('refund_request');
    await stripe().refunds.create({ charge: request!.subject });
    await expect.poll(open, { timeout: 30_000 }).toEqual([]);
    const again = await post({ action: 'refund', ticket });
    expect(again.text).toContain('The money was given back to the same card.');
    expect(await open()).toEqual([]);
  });

  test('that staff will not give back may be asked for again', async () => {
    await givenSupporter(service, { frequency: 'once', amount: 1100 });
    const ticket = ticketIn((await find({ amount: '11' })).text);
    await post({ action: 'refund', ticket });
    const [request] = await open();
    const of = { chargeId: request!.subject, publisher: 'moscow-times' };
    await answerRefundRequest(service.stores.db, of, new Date());
    expect(await open()).toEqual([]);
    await post({ action: 'refund', ticket });
    expect(await open()).toHaveLength(1);
  });
});

describe('who does not know all three', () => {
  test('gets one and the same answer, whichever is wrong, and few tries', async () => {
    const wrong = [
      { amount: '7.01' },
      { last4: '4243' },
      { day: plusDays(-3) },
      { day: '2019-02-03' },
    ];
    const answers = [];
    for (const one of wrong) answers.push(await find(one));
    const bare = answers.map(({ status, text }) => [
      status,
      text.replace(/nonce="[^"]+"|value="[^"]*"/g, ''),
    ]);
    expect(bare[0]![0]).toBe(404);
    expect(bare.every((one) => one.join() === bare[0]!.join())).toBe(true);
    const tries = [];
    for (let i = 0; i < 8; i++) tries.push((await find({ amount: '9' })).status);
    expect(tries).toContain(429);
    const busy = await find();
    expect(busy.status).toBe(429);
    expect(busy.text).toContain('Too many attempts');
  });

  test('is told every fault of the form at once, in their language', async () => {
    const { status, text } = await post(
      { action: 'find', amount: 'x', day: '2026-02-30', last4: '42' },
      `${service.url}/al-manara/charge`,
    );
    expect(status).toBe(400);
    expect(text).toContain('dir="rtl"');
    expect(text.match(/<li><a href="#/g)).toHaveLength(3);
  });

  test('cannot use a ticket of their own making, or of another publisher', async () => {
    expect((await post({ action: 'refund', ticket: 'AAAA' })).text).toContain('That took too long');
    expect((await post({ action: 'burn', ticket: 'AAAA' })).status).toBe(400);
    expect((await fetch(`${service.url}/nobody/charge`)).status).toBe(404);
  });
});
