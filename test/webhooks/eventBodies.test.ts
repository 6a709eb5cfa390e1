import { beforeEach, expect, test } from 'vitest';
import { createSecrets } from '../../src/ground/secrets.ts';
import { claimEvent } from '../../src/webhooks/claims.ts';
import { cutBodiesThatSpeakOf, cutOldBodies } from '../../src/webhooks/cutBodies.ts';
import { bodyOf, createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { findEvent } from '../../src/webhooks/eventStore.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { sealBodies } from '../../src/webhooks/sealBodies.ts';
import { eachDatabase } from '../harness/databases.ts';

const bodies = createEventBodies(createSecrets('secret of the tests, of no use elsewhere'));
const others = createEventBodies(createSecrets('a secret of a later day, which is another'));
// As Stripe sends it: indented, and with what jsonb would refuse.
const text = (customer: string) =>
  `{\n  "id": "evt_1",\n  "data": {\n    "object": {\n      "id": "in_1Abcdefgh", "customer": "${customer}", "amount_paid": 200, "currency": "usd",\n      "customer_email": "Reader@example.org", "customer_name": "A \\u0000 Reader"\n    }\n  }\n}`;

eachDatabase('the body of an event', (database) => {
  const keep = (id: string, customer = 'cus_1Abcdefgh') =>
    keepEvent(database(), bodies, {
      id,
      type: 'invoice.paid',
      publisher: 'moscow-times',
      account: null,
      apiVersion: null,
      livemode: false,
      created: new Date(1_790_000_000_000),
      receivedAt: new Date(1_790_000_000_000),
      body: Buffer.from(text(customer)),
    });
  /** An event as it was kept before bodies were sealed. */
  const keepUnsealed = async (id: string) => {
    await keep(id);
    await database().query(
      'update event set body = $2, is_sealed = false, object_id = null, ids = null, amount = null, currency = null where id = $1',
      [id, Buffer.from(text('cus_1Abcdefgh'))],
    );
  };
  const rowOf = async (id: string) => {
    const { rows } = await database().query<{ body: Uint8Array; all: string }>(
      'select body, event::text as all from event where id = $1',
      [id],
    );
    return rows[0]!;
  };
  beforeEach(() => database().query('delete from event'));

  test('is unreadable at rest and comes back byte for byte', async () => {
    await keep('evt_1');
    const { body, all } = await rowOf('evt_1');
    for (const word of ['Reader', 'example.org']) {
      expect(Buffer.from(body).includes(word)).toBe(false);
      expect(all).not.toContain(word);
      expect(all).not.toContain(Buffer.from(word).toString('hex'));
    }
    expect(await bodyOf(database(), bodies, 'evt_1')).toBe(text('cus_1Abcdefgh'));
    expect(await bodyOf(database(), bodies, 'evt_none')).toBeUndefined();
  });

  test('cannot be put under another event, nor opened with another secret', async () => {
    await keep('evt_1');
    await keep('evt_2');
    await database().query(
      "update event set body = (select body from event where id = 'evt_1') where id = 'evt_2'",
    );
    expect(await bodyOf(database(), bodies, 'evt_2')).toBeUndefined();
    expect(await bodyOf(database(), others, 'evt_1')).toBeUndefined();
    // What it is about stands beside it: the event is worked all the same.
    expect(await claimEvent(database(), 'lease', 60)).toMatchObject({ objectId: 'in_1Abcdefgh' });
  });

  test('of before is worked and read as it is, and sealed once', async () => {
    await keepUnsealed('evt_1');
    expect(await findEvent(database(), 'evt_1')).toMatchObject({ objectId: 'in_1Abcdefgh' });
    expect(await bodyOf(database(), bodies, 'evt_1')).toBe(text('cus_1Abcdefgh'));
    expect(await claimEvent(database(), 'lease', 60)).toMatchObject({ objectId: 'in_1Abcdefgh' });
    const both = [sealBodies(database(), bodies), sealBodies(database(), bodies)];
    expect(Math.max(...(await Promise.all(both)))).toBe(1);
    expect(await sealBodies(database(), bodies)).toBe(0);
    expect((await rowOf('evt_1')).all).not.toContain(Buffer.from('Reader').toString('hex'));
    expect(await bodyOf(database(), bodies, 'evt_1')).toBe(text('cus_1Abcdefgh'));
    expect(await findEvent(database(), 'evt_1')).toMatchObject({
      objectId: 'in_1Abcdefgh',
      ids: ['in_1Abcdefgh', 'cus_1Abcdefgh'],
      amount: 200,
      currency: 'usd',
    });
  });

  test('is cut where it speaks of somebody who is erased, and stays cut when it comes again', async () => {
    await keep('evt_theirs', 'cus_Theirs01');
    await keep('evt_email', 'cus_Another1');
    await keepUnsealed('evt_before');
    expect(await cutBodiesThatSpeakOf(database(), bodies, ['nobody@example.org'])).toBe(0);
    expect(await cutBodiesThatSpeakOf(database(), bodies, ['cus_Theirs01'])).toBe(1);
    expect(await cutBodiesThatSpeakOf(database(), bodies, ['reader@EXAMPLE.org'])).toBe(2);
    await keep('evt_email', 'cus_Another1');
    for (const id of ['evt_theirs', 'evt_email', 'evt_before']) {
      const left = JSON.parse((await bodyOf(database(), bodies, id))!);
      expect(left).toEqual({
        id,
        object: 'event',
        type: 'invoice.paid',
        created: 1_790_000_000,
        livemode: false,
        data: { object: { id: 'in_1Abcdefgh' } },
      });
      expect(await findEvent(database(), id)).toMatchObject({ objectId: 'in_1Abcdefgh' });
    }
  });

  test('that nobody can open any more is cut when somebody is erased: it may speak of them', async () => {
    await keep('evt_1');
    expect(await cutBodiesThatSpeakOf(database(), others, ['nobody@example.org'])).toBe(1);
  });

  test('is cut a while after its event ended, and not before', async () => {
    await keep('evt_ended');
    await keep('evt_waiting');
    await database().query(
      "update event set status = 'done', finished_at = '2026-01-01' where id = 'evt_ended'",
    );
    expect(await cutOldBodies(database(), bodies, new Date('2026-01-01'))).toBe(0);
    expect(await cutOldBodies(database(), bodies, new Date('2026-01-02'))).toBe(1);
    expect(await cutOldBodies(database(), bodies, new Date('2026-01-02'))).toBe(0);
    expect(await bodyOf(database(), bodies, 'evt_waiting')).toBe(text('cus_1Abcdefgh'));
  });
});
