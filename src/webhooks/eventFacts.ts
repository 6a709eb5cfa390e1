/** What finance looks an event up by. */
export interface EventFacts {
  /** The id of what it is about. */
  readonly objectId: string | null;
  /** Ids of Stripe's and of ours that it names anywhere. */
  readonly ids: readonly string[];
  /** Minor units that it speaks of. */
  readonly amount: number | null;
  readonly currency: string | null;
}

// Such as cus_…, cs_test_… and our own chk_…; a word such as charge_automatically has neither a capital nor a digit.
const idForm = /^(?=.*[A-Z0-9])[a-z]{2,8}_(?:test_|live_)?[A-Za-z0-9_-]{8,90}$/;
// Ids of Stripe's have at most 255 characters (docs.stripe.com/upgrades); PostgreSQL refuses texts with a NUL.
const objectIdForm = /^[\w.-]{1,255}$/;
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
    const id: unknown = data?.object?.id;
    collect(data?.object, ids);
    const objectId = typeof id === 'string' && objectIdForm.test(id) ? id : null;
    return { objectId, ids: [...ids], ...moneyOf((data?.object ?? {}) as Record<string, unknown>) };
  } catch {
    return { objectId: null, ids: [], amount: null, currency: null };
  }
}
