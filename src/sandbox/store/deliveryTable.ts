import type { Queryable, Transaction } from '../../ground/sql.ts';
import type { EventRecord } from './objectTypes.ts';

export interface EndpointHidden {
  /** Secrets that sign, newest first; an older one signs too until it expires (unix seconds). */
  readonly secrets: readonly { readonly secret: string; readonly expiresAt: number | null }[];
}

/** An endpoint that is enabled, and what it wants to hear. */
export interface HearingEndpoint {
  readonly id: string;
  readonly enabled_events: readonly string[];
}

const wants = (endpoint: HearingEndpoint, type: string): boolean =>
  endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type);

export async function hearingEndpoints(db: Queryable, account: string): Promise<HearingEndpoint[]> {
  const { rows } = await db.query<HearingEndpoint>(
    `select id, body::json->'enabled_events' as enabled_events from sandbox_object
     where account = $1 and type = 'webhook_endpoint' and body::json->>'status' = 'enabled'`,
    [account],
  );
  return rows;
}

/** Which endpoints hear of which event. */
export function addressEvents(
  endpoints: readonly HearingEndpoint[],
  events: readonly Pick<EventRecord, 'id' | 'type'>[],
): Map<string, string[]> {
  return new Map(
    events.map(({ id, type }) => [
      id,
      endpoints.filter((endpoint) => wants(endpoint, type)).map((endpoint) => endpoint.id),
    ]),
  );
}

/** Deliveries that are due at once. @returns whether there are any */
export function writeDeliveries(
  defer: Transaction['defer'],
  account: string,
  hearing: ReadonlyMap<string, readonly string[]>,
  dueAt: Date,
): boolean {
  const deliveries = [...hearing].flatMap(([event, endpoints]) =>
    endpoints.map((endpoint) => ({ event, endpoint })),
  );
  if (deliveries.length === 0) return false;
  defer(
    `insert into sandbox_delivery (account, event, endpoint, due_at)
     select $1, r.event, r.endpoint, $3
     from json_to_recordset($2::json) as r(event text, endpoint text)`,
    [account, JSON.stringify(deliveries), dueAt],
  );
  return true;
}
