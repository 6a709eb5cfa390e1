import { z } from 'zod';
import type { Database, Queryable } from '../../ground/sql.ts';
import { payoutFailures } from '../money/payouts.ts';

// Forms send text, JSON sends numbers: both are taken.
const rate = z.coerce.number().min(0).max(1);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** What the API can answer in place of an answer. */
export const failures: readonly number[] = [409, 429, 500, 502, 503, 504];

/** What can be made to go wrong. Times in milliseconds; rates from 0 (never) to 1 (always). */
export const faultsSchema = z.strictObject({
  deliveries: z
    .strictObject({
      late: z.coerce.number().int().min(0).max(3_600_000).optional(),
      repeat: z.coerce.number().int().min(0).max(10).optional(),
      reorder: flag.optional(),
      lose: rate.optional(),
      wrongSecret: rate.optional(),
    })
    .optional(),
  api: z
    .strictObject({
      slowMs: z.coerce.number().int().min(0).max(120_000).optional(),
      status: z.coerce
        .number()
        .refine((status) => failures.includes(status), {
          message: `must be one of ${failures.join(', ')}`,
        })
        .optional(),
      cutOff: flag.optional(),
      rate: rate.optional(),
      times: z.coerce.number().int().min(1).max(100_000).optional(),
    })
    .optional(),
  /** While it is on, payouts come back from the bank, each with this as the reason. */
  payouts: z
    .strictObject({
      fail: z.enum(payoutFailures),
    })
    .optional(),
});

export type Faults = z.output<typeof faultsSchema>;
export type ApiFault = NonNullable<Faults['api']>;
export type DeliveryFaults = NonNullable<Faults['deliveries']>;

export async function readFaults(db: Queryable): Promise<Faults> {
  const { rows } = await db.query<{ value: Faults }>(
    "select value from sandbox_setting where name = 'faults'",
  );
  return rows[0]?.value ?? {};
}

/** The faults that are on. They are kept in the database, and so outlive a restart. */
export function createFaults({ database }: { database: Database }) {
  let current: Promise<Faults> | undefined;

  async function get(): Promise<Faults> {
    current ??= readFaults(database);
    try {
      return await current;
    } catch (error) {
      current = undefined;
      throw error;
    }
  }

  async function set(faults: Faults): Promise<void> {
    await database.query(
      `insert into sandbox_setting (name, value) values ('faults', $1)
       on conflict (name) do update set value = excluded.value`,
      [JSON.stringify(faults)],
    );
    current = Promise.resolve(faults);
  }

  return {
    get,
    set,
    /** The fault that strikes this request, if one does; it is used up where `times` says how often. */
    async strike(): Promise<ApiFault | undefined> {
      const faults = await get();
      if (!faults.api || Math.random() >= (faults.api.rate ?? 1)) return undefined;
      const { times, ...fault } = faults.api;
      if (times !== undefined) {
        const { api: _, ...others } = faults;
        await set(times > 1 ? { ...faults, api: { ...faults.api, times: times - 1 } } : others);
      }
      return fault;
    },
  };
}

export type FaultSwitch = ReturnType<typeof createFaults>;
