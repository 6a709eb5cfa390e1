import { exponentOf, type Money } from '../../ground/money.ts';
import type { Settlement } from './exchange.ts';

/** What Stripe keeps of a movement, in its currency. */
export interface Fee {
  /** Minor units. */
  readonly amount: number;
  readonly description: string;
}

const percent = 2.9;
/** The fixed part in minor units, for each number of decimals. */
const fixed = { 0: 30, 2: 30, 3: 100 };
const exchangePercent = 1;

/**
 * What Stripe keeps of a card charge: its usual 2.9 % and 30 cents, 1 % more where the money was exchanged, and never
 * more than the charge.
 */
export function chargeFees({ amount, currency, rate }: Settlement): Fee[] {
  const processing = Math.min(
    amount,
    Math.round((amount * percent) / 100) + fixed[exponentOf(currency)],
  );
  const exchange = rate === null ? 0 : Math.round((amount * exchangePercent) / 100);
  return [
    { amount: processing, description: 'Stripe processing fees' },
    {
      amount: Math.min(exchange, amount - processing),
      description: 'Stripe currency conversion fee',
    },
  ];
}

const disputeFees: Readonly<Record<string, number>> = { usd: 1500, eur: 2000, gbp: 2000 };

/** What a dispute costs, whoever wins it: $15, 20 € or £20, and 15 of other currencies' units. https://stripe.com/pricing */
export const disputeFee = ({ currency }: Money): Fee => ({
  amount: disputeFees[currency] ?? 15 * 10 ** exponentOf(currency),
  description: 'Dispute fee',
});
