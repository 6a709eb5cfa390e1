import type { Queryable } from '../ground/sql.ts';

/** What finance looks an event up by. */
export interface EventFacts {
  /** Ids of Stripe's and of ours that it names anywhere. */
  readonly ids: readonly string[];
  /** Minor units that it speaks of. */
  readonly amount: number | null;
  readonly currency: string | null;
}

// Such as cus_…, cs_test_… and our own chk_…; a word such as charge_automatically has neither a capital nor a digit.
const idForm = /^(?=.*[A-Z0-9])[a-z]{2,8}_(?:test_|live_)?[A-Za-z0-9_-]{8,90}$/;
const mostIds = 60;
const amountFields = ['amount_total', 'amount_paid', 'amount_due', 'amount'] as const;

function collect(value: unknown, ids: Set<string>): void {
  if (ids.size >= mostIds) return;
  if (typeof value === 'string') {
    // The secret of a payment begins with its id; whoever has it can act for its payer.
    if (idForm.test(value) && !value.includes('_secret_')) ids.add(value);
  } else if (value !== null && typeof value === 'object')
    for (const part of Object.values(value)) collect(part, ids);
}

function moneyOf(object: Record<string, unknown>): Pick<EventFacts, 'amount' | 'currency'> {
  const items = object.items as { data?: { price?: { unit_amount?: unknown } }[] } | undefined;
  const amount = [
    ...amountFields.map((field) => object[field]),
    items?.data?.[0]?.price?.unit_amount,
  ].find((one) => Number.isSafeInteger(one) && one !== 0);
  const { currency } = object;
  return amount !== undefined && typeof currency === 'string'
    ? { amount: amount as number, currency }
    : { amount: null, currency: null };
}

/** What an event's body says of ids and money; nothing where it cannot be read. */
export function factsOf(body: Uint8Array | string): EventFacts {
  try {
    const { data } = JSON.parse(
      typeof body === 'string' ? body : Buffer.from(body).toString('utf8'),
    );
    const ids = new Set<string>();
    collect(data?.object, ids);
    return { ids: [...ids], ...moneyOf((data?.object ?? {}) as Record<string, unknown>) };
  } catch {
    return { ids: [], amount: null, currency: null };
  }
}

const batch = 500;

/** Fills in the facts of events that were kept before there were any. May run twice or be cut short. @returns how many */
export async function fillFacts(db: Queryable): Promise<number> {
  for (let done = 0; ; ) {
    const { rows } = await db.query<{ id: string; body: Uint8Array }>(
      `select id, body from event where ids is null order by sequence limit ${batch}`,
    );
    for (const { id, body } of rows) {
      const { ids, amount, currency } = factsOf(body);
      await db.query(
        'update event set ids = $2::text[], amount = $3, currency = $4 where id = $1 and ids is null',
        [id, ids, amount, currency],
      );
    }
    done += rows.length;
    if (rows.length < batch) return done;
  }
}
