import { applyOutcome } from '../checkout/outcome.ts';
import type { Clock } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import { closeIncidents } from '../incidents/endIncidents.ts';
import { noteIncident } from '../incidents/store.ts';
import type { Comparison } from './compare.ts';
import { explain } from './explain.ts';

export interface SettleDependencies {
  readonly db: Database;
  readonly clock: Clock;
}

/** Adds what is missing, through the same door as events do, and notes each movement that was not as it should be. */
export async function settle(
  { db, clock }: SettleDependencies,
  stripe: Stripe,
  owner: string,
  { missing, unknown, different, agreed }: Comparison<Stripe.BalanceTransaction>,
): Promise<void> {
  const at = clock.now();
  // What was told of them before is mended: Stripe lists the one, and both say the same of the other.
  const listed = [...agreed, ...different.map(({ stripe }) => stripe.id)];
  await closeIncidents(db, { kind: 'movement_unknown', subjects: listed, at });
  await closeIncidents(db, { kind: 'movement_differs', subjects: agreed, at });
  const about = (subject: string) => ({ subject, publisher: owner, readAt: clock.now() });
  for (const movement of missing) {
    const found = await explain({ stripe, db }, owner, movement);
    const { amount, currency, type } = movement;
    await db.transaction(async (tx) => {
      await applyOutcome(tx, found, clock.now(), 'reconciliation');
      const news = { ...about(movement.id), kind: 'movement_missing' } as const;
      await noteIncident(tx, { ...news, isOpen: true, detail: { amount, currency, type } });
      // It is in the ledger now: an incident that was, for those who ask why an event did not bring it.
      await noteIncident(tx, { ...news, isOpen: false });
    });
  }
  for (const { source, net, currency } of unknown)
    await noteIncident(db, {
      ...about(source),
      kind: 'movement_unknown',
      isOpen: true,
      detail: { net, currency },
    });
  for (const { stripe: theirs, ours } of different)
    await noteIncident(db, {
      ...about(theirs.id),
      kind: 'movement_differs',
      isOpen: true,
      detail: {
        stripe: { net: theirs.net, fee: theirs.fee, currency: theirs.currency },
        ours: { net: ours.net, fee: ours.fee, currency: ours.currency },
      },
    });
}
