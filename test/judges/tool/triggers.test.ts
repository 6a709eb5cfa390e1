import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stripeApiVersion } from '../../../src/ground/stripe.ts';
import { givenSandbox, secretKeyOf } from '../givenSandbox.ts';
import { type Delivery, type Receiver, startReceiver } from '../receiver.ts';
import { createStripeTool, hasStripeTool } from './stripeTool.ts';
import { leftOut, taken } from './triggers.ts';

const sandbox = givenSandbox();
let receiver: Receiver;
let tool: ReturnType<typeof createStripeTool>;

beforeAll(async () => {
  receiver = await startReceiver();
  if (hasStripeTool) tool = createStripeTool(sandbox().url);
});
afterAll(() => receiver?.stop());

/** Each trigger has an account of its own, so that what comes to its endpoint is of its making. */
const accountFor = (trigger: string) => trigger.replaceAll('.', '_');

const registerEndpoint = (trigger: string) =>
  sandbox()
    .client(accountFor(trigger))
    .webhookEndpoints.create({
      url: receiver.url(trigger),
      enabled_events: ['*'],
      api_version: stripeApiVersion,
    });

const isOfType = (type: string) => (delivery: { body: string }) =>
  (JSON.parse(delivery.body) as { type: string }).type === type;

const isThere = hasStripeTool
  ? 'Stripe’s command-line tool'
  : 'Stripe’s command-line tool, which is for Linux on x64 only and so is NOT ASKED here,';

describe.skipIf(!hasStripeTool)(isThere, () => {
  describe.concurrent('triggers', () => {
    for (const [trigger, type] of Object.entries(taken))
      test(`${trigger}, and ${type} arrives, signed`, () => triggers(trigger, type));
  });

  async function triggers(trigger: string, type: string): Promise<void> {
    const { secret } = await registerEndpoint(trigger);
    const { exitCode, output } = await tool(secretKeyOf(accountFor(trigger)), 'trigger', trigger);
    if (exitCode !== 0) throw new Error(`it ended with ${exitCode}:\n${output}`);
    const { body, signature } = await receiver.awaitDelivery(trigger, isOfType(type));
    expect(Stripe.webhooks.constructEvent(body, signature, secret!)).toMatchObject({
      type,
      api_version: stripeApiVersion,
    });
  }

  test('at least 50 of its triggers are taken', () => {
    expect(Object.keys(taken).length).toBeGreaterThanOrEqual(50);
  });

  test('it has an event sent again', async () => {
    const { id: endpoint, secret } = await registerEndpoint('resend');
    const { id } = await sandbox().client(accountFor('resend')).products.create({ name: 'Gift' });
    const isAbout = ({ body }: Delivery) => JSON.parse(body).data.object.id === id;
    const first = await receiver.awaitDelivery('resend', isAbout);
    const event = JSON.parse(first.body) as Stripe.Event;
    const { output } = await resend(event.id, '--webhook-endpoint', endpoint);
    expect(JSON.parse(output)).toMatchObject({ id: event.id, type: 'product.created' });
    const again = await receiver.awaitDelivery('resend', (one) => one !== first && isAbout(one));
    expect(Stripe.webhooks.constructEvent(again.body, again.signature, secret!).id).toBe(event.id);
  });

  // It then means its own listener, which does not run here.
  test('it has an event sent again, to no endpoint in particular', async () => {
    const client = sandbox().client(accountFor('resend'));
    const [event] = (await client.events.list({ type: 'product.created' })).data;
    const { output } = await resend(event!.id);
    expect(JSON.parse(output)).toMatchObject({ id: event!.id });
  });

  const resend = (...given: string[]) =>
    tool(secretKeyOf(accountFor('resend')), 'events', 'resend', ...given);

  test('it reads what there is, and is told what is not', async () => {
    const ask = (...given: string[]) => tool(secretKeyOf('product_created'), ...given);
    const found = await ask('get', '/v1/events', '-d', 'type=product.created', '--limit', '1');
    expect(JSON.parse(found.output)).toMatchObject({
      object: 'list',
      data: [{ type: 'product.created' }],
    });
    const { output } = await ask('charges', 'retrieve', 'ch_of_nobody');
    expect(JSON.parse(output).error).toMatchObject({ code: 'resource_missing' });
  });

  test('knows no trigger that is neither taken nor left out for a reason', async () => {
    const { output } = await tool(secretKeyOf('nobody'), 'trigger', '--help');
    const list = /Supported events:\n(.*?)\n\n/s.exec(output)![1]!;
    const known = list.trim().split(/\s+/).sort();
    const listed = [...Object.keys(taken), ...Object.values(leftOut).flat()].sort();
    expect(listed).toEqual(known);
  });
});
