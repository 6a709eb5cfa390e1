import type { Queryable } from '../../ground/sql.ts';
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

/** Which endpoints hear of which event, and each event told how many do. */
export async function addressEvents(
  db: Queryable,
  account: string,
  events: readonly EventRecord[],
): Promise<{ event: string; endpoint: string }[]> {
  if (events.length === 0) return [];
  const endpoints = await enabledEndpoints(db, account);
  return events.flatMap((event) => {
    const hearing = endpoints.filter((endpoint) => wants(endpoint, event.type));
    event.pending_webhooks = hearing.length;
    return hearing.map((endpoint) => ({ event: event.id, endpoint: endpoint.id }));
  });
}

/** Deliveries that are due at once. */
export async function writeDeliveries(
  db: Queryable,
  account: string,
  deliveries: readonly { event: string; endpoint: string }[],
  dueAt: Date,
): Promise<void> {
  if (deliveries.length === 0) return;
  await db.query(
    `insert into sandbox_delivery (account, event, endpoint, due_at)
     select $1, r.event, r.endpoint, $3
     from json_to_recordset($2::json) as r(event text, endpoint text)`,
    [account, JSON.stringify(deliveries), dueAt],
  );
}
