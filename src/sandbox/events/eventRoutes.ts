import { fromUnixSeconds } from '../../ground/clock.ts';
import type { EventRecord } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { flag, list, text } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';

const undelivered = `exists (select 1 from sandbox_delivery d
  where d.account = o.account and d.event = o.id and d.status <> 'delivered')`;

/** Events with the number of endpoints that have not taken them yet. */
async function dress(work: Work, events: object[]): Promise<EventRecord[]> {
  const { rows } = await work.db.query<{ event: string; pending: number }>(
    `select event, count(*)::int as pending from sandbox_delivery
     where account = $1 and event = any($2) and status <> 'delivered' group by event`,
    [work.account, events.map((event) => (event as EventRecord).id)],
  );
  const pending = new Map(rows.map((row) => [row.event, row.pending]));
  return (events as EventRecord[]).map((event) => ({
    ...event,
    pending_webhooks: pending.get(event.id) ?? 0,
  }));
}

/** Type names as they are, or with a star at the end: invoice.*. */
const typesQuery = (types: readonly string[]) => types.map((type) => `type:${type}`);

async function resend(work: Work, event: string, endpoint: string | undefined): Promise<void> {
  work.expectDelivery();
  const values = [work.account, event, endpoint ?? null, fromUnixSeconds(work.at)];
  await work.db.query(
    `update sandbox_delivery
     set status = 'pending', due_at = $4, claimed_until = null, held = true, attempts = 0
     where account = $1 and event = $2 and ($3::text is null or endpoint = $3)`,
    values,
  );
  await work.db.query(
    `insert into sandbox_delivery (account, event, endpoint, due_at, held)
     select o.account, $2, o.id, $4, true from sandbox_object o
     where o.account = $1 and o.type = 'webhook_endpoint' and o.body::json->>'status' = 'enabled'
       and ($3::text is null or o.id = $3)
       and not exists (select 1 from sandbox_delivery d
         where d.account = o.account and d.event = $2 and d.endpoint = o.id)`,
    values,
  );
}

export const eventRoutes: readonly Route[] = [
  getRoute('/v1/events/:id', {}, async (work, _given, { path }) => {
    const [event] = await dress(work, [await work.need('event', path.id!)]);
    return event!;
  }),
  postRoute(
    '/v1/events/:id/retry',
    {
      webhook_endpoint: text.optional(),
      account: text.optional(),
      for_stripecli: flag.optional(),
    },
    async (work, given, { path }) => {
      const event = await work.need('event', path.id!);
      if (given.webhook_endpoint)
        await work.need('webhook_endpoint', given.webhook_endpoint, 'webhook_endpoint');
      // Without an endpoint Stripe's tool means its own listener, which never runs here.
      if (!given.for_stripecli) await resend(work, event.id, given.webhook_endpoint);
      const [now] = await dress(work, [event]);
      return now!;
    },
  ),
  listRoute('/v1/events', 'event', {
    shape: {
      type: text.optional(),
      types: list(text, 20).optional(),
      delivery_success: flag.optional(),
      related_object: text.optional(),
    },
    dress,
    query: ({ type, types, delivery_success: success }) => {
      if (type && types)
        throw invalidParameter(
          'type',
          'You may only specify one of these parameters: type, types.',
        );
      const wanted = types ?? (type ? [type] : undefined);
      return {
        any: wanted && typesQuery(wanted),
        ...(success !== undefined && { where: success ? `not ${undelivered}` : undelivered }),
      };
    },
  }),
];
