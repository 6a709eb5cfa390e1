/**
 * The name of a type of Stripe's objects: "charge", "deleted customer", and for an event with what happened, as in
 * "event charge.updated".
 */
export function objectKey(object: {
  readonly object: string;
  readonly type?: unknown;
  readonly deleted?: unknown;
}): string {
  if (object.object === 'event') return `event ${object.type}`;
  return object.deleted === true ? `deleted ${object.object}` : object.object;
}
