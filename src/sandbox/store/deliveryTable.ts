import type { Queryable, Transaction } from '../../ground/sql.ts';
import type { EventRecord } from './objectTypes.ts';

export interface EndpointHidden {
  /** Secrets that sign, newest first; an older one signs too until it expires (unix seconds). */
  readonly secrets: readonly { readonly secret: string; readonly expiresAt: number | null }[];
}

interface EndpointRow {
  readonly id: string;
  readonly enabled_events: readonly string[];
}

const wants = (endpoint: EndpointRow, type: string): boolean =>
  endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type);

/** The enabled endpoints of an account, each with what it wants to hear. */
async function enabledEndpoints(db: Queryable, account: string): Promise<EndpointRow[]> {
  const { rows } = await db.query<EndpointRow>(
    `select id, body->'enabled_events' as enabled_events from sandbox_object
     where account = $1 and type = 'webhook_endpoint' and body->>'status' = 'enabled'`,
    [account],
  );
  return rows;
}

/** Which endpoints hear of which event. */
export async function addressEvents(
  db: Queryable,
  account: string,
  events: readonly Pick<EventRecord, 'id' | 'type'>[],
): Promise<Map<string, string[]>> {
  if (events.length === 0) return new Map();
  const endpoints = await enabledEndpoints(db, account);
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
