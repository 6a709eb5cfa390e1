import type { Stripe } from '../ground/stripe.ts';
import type { BookedMovement } from '../ledger/movementStore.ts';

type Line = Pick<Stripe.BalanceTransaction, 'id' | 'currency' | 'net' | 'fee'>;

/** Two sayings about one movement. */
export interface Difference<L extends Line = Line> {
  readonly stripe: L;
  readonly ours: BookedMovement;
}

export interface Comparison<L extends Line = Line> {
  /** Stripe has it, and our ledger has not. */
  readonly missing: readonly L[];
  /** Our ledger has it, and Stripe has not. */
  readonly unknown: readonly BookedMovement[];
  readonly different: readonly Difference<L>[];
  /** Ids of those of which both say the same. */
  readonly agreed: readonly string[];
}

/** Whether our ledger says of a movement what Stripe says, to the cent. One that moved nothing has no currency here. */
export const agrees = (stripe: Line, ours: BookedMovement): boolean =>
  stripe.net === ours.net &&
  stripe.fee === ours.fee &&
  (ours.currency === null || ours.currency === stripe.currency);

/** Holds our movements against Stripe's. */
export function compare<L extends Line>(
  stripes: readonly L[],
  ours: ReadonlyMap<string, BookedMovement>,
): Comparison<L> {
  const agreed = stripes.filter((one) => ours.has(one.id) && agrees(one, ours.get(one.id)!));
  const listed = new Set(stripes.map(({ id }) => id));
  return {
    missing: stripes.filter(({ id }) => !ours.has(id)),
    unknown: [...ours.values()].filter(({ source }) => !listed.has(source)),
    different: stripes.flatMap((stripe) => {
      const booked = ours.get(stripe.id);
      return booked && !agrees(stripe, booked) ? [{ stripe, ours: booked }] : [];
    }),
    agreed: agreed.map(({ id }) => id),
  };
}
