import { exponentOf, type Money } from '../../ground/money.ts';

const percent = 2.9;
/** The fixed part in minor units, for each number of decimals. */
const fixed = { 0: 30, 2: 30, 3: 100 };

/** What Stripe keeps of a card charge: its usual 2.9 % and 30 cents, and never more than the charge. */
export const feeOf = ({ amount, currency }: Money): number =>
  Math.min(amount, Math.round((amount * percent) / 100) + fixed[exponentOf(currency)]);
