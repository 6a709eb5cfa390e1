import { sandboxApiVersion } from '../wire/apiVersion.ts';
import type { KeptRow } from './objectTable.ts';
import type { EventRecord } from './objectTypes.ts';
import { refsOf } from './refs.ts';
import { newStripeId } from './stripeId.ts';
import type { RequestFacts } from './work.ts';

/** An event that is to be written. What it tells is a picture of its moment, as text: the object goes on changing. */
export interface NewEvent extends Pick<EventRecord, 'id' | 'type' | 'created'> {
  readonly data: string;
  readonly request: EventRecord['request'];
}

/** What stands in the log of an object that is new or has changed. */
export function eventOf(
  type: EventRecord['type'],
  object: unknown,
  previous: Record<string, unknown> | undefined,
  created: number,
  request: RequestFacts,
): NewEvent {
  return {
    id: newStripeId('evt', 26),
    type,
    created,
    data: JSON.stringify({ object, ...(previous && { previous_attributes: previous }) }),
    request: { id: request.id, idempotency_key: request.idempotencyKey },
  };
}

/** The row of an event that so many endpoints will hear of. */
export function rowOfEvent(event: NewEvent, hearing: number): KeptRow {
  const { id, type, created, data, request } = event;
  const [head, tail] = [
    { id, object: 'event', api_version: sandboxApiVersion, created },
    { livemode: false, pending_webhooks: hearing, request, type },
  ].map((part) => JSON.stringify(part));
  return {
    id,
    type: 'event',
    created,
    refs: refsOf('event', event),
    text: `${head!.slice(0, -1)},"data":${data},${tail!.slice(1)}`,
    hidden: null,
  };
}
