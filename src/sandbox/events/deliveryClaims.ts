import { type Clock, plusMs } from '../../ground/clock.ts';
import type { Database } from '../../ground/sql.ts';
import type { Stripe } from '../../ground/stripe.ts';
import type { EndpointHidden } from '../store/deliveryTable.ts';
import type { EventRecord } from '../store/objectTypes.ts';
import { waitAfter } from './backOff.ts';

/** One attempt to be made. */
export interface Claim {
  readonly id: string;
  readonly attempts: number;
  readonly held: boolean;
  readonly event: EventRecord;
  readonly endpoint: Stripe.WebhookEndpoint | null;
  readonly hidden: EndpointHidden | null;
}

export interface Outcome {
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
}

/** Longer than an attempt can take: whoever claimed and died is not waited for any longer than this. */
const leaseMs = 15_000;

/** The due deliveries in the database: claimed with a lease, so that a killed process leaves none behind. */
export function createDeliveryClaims({ database, clock }: { database: Database; clock: Clock }) {
  return {
    async claim(most: number): Promise<Claim[]> {
      const now = clock.now();
      const { rows } = await database.query<Claim>(
        `with due as (
           select id from sandbox_delivery
           where due_at <= $1 and (claimed_until is null or claimed_until < $1)
           order by due_at, id limit $2
           for update skip locked
         ), claimed as (
           update sandbox_delivery d set claimed_until = $3 from due where d.id = due.id
           returning d.id, d.account, d.event, d.endpoint, d.attempts, d.held
         )
         select c.id, c.attempts, c.held, e.body::json as event, w.body::json as endpoint, w.hidden
         from claimed c
         join sandbox_object e on e.account = c.account and e.id = c.event
         left join sandbox_object w
           on w.account = c.account and w.id = c.endpoint and w.type = 'webhook_endpoint'
         order by c.id`,
        [now, most, plusMs(now, leaseMs)],
      );
      return rows;
    },

    /** Puts a delivery off before it was ever tried. */
    async hold(id: string, ms: number): Promise<void> {
      await database.query(
        'update sandbox_delivery set held = true, claimed_until = null, due_at = $2 where id = $1',
        [id, plusMs(clock.now(), ms)],
      );
    },

    /** Gives a claim back untouched. */
    async release(id: string): Promise<void> {
      await database.query('update sandbox_delivery set claimed_until = null where id = $1', [id]);
    },

    /** Writes down what came of an attempt, and when the next one is due. */
    async settle({ id, attempts }: Claim, { ok, status, error }: Outcome, givesUp = false) {
      const now = clock.now();
      const wait = ok || givesUp ? undefined : waitAfter(attempts + 1);
      await database.query(
        `update sandbox_delivery
         set status = $2, attempts = attempts + 1, due_at = $3, claimed_until = null,
             last_status = $4, last_error = $5, last_at = $6
         where id = $1`,
        [
          id,
          ok ? 'delivered' : wait === undefined ? 'failed' : 'pending',
          wait === undefined ? null : plusMs(now, wait),
          status ?? null,
          error ?? null,
          now,
        ],
      );
    },
  };
}

export type DeliveryClaims = ReturnType<typeof createDeliveryClaims>;
