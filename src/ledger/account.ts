import type { Frequency } from '../ground/publisher.ts';

/**
 * The chart of accounts, and what a positive amount means in each. Debits are positive, credits negative:
 * what we have (the balance at Stripe, fees paid) grows upwards, what came in (gifts) grows downwards.
 */
export const chart = {
  stripe_balance: 'money held for the publisher at Stripe',
  payouts_in_transit: 'money on its way from Stripe to the bank',
  bank: 'money that Stripe paid to the bank',
  fees: 'what Stripe kept',
  'gifts:once': 'gifts given once (negative: received)',
  'gifts:monthly': 'monthly gifts (negative: received)',
  'gifts:annual': 'annual gifts (negative: received)',
  refunds: 'gifts given back',
  disputes_held: 'gifts that a reader’s bank holds while a dispute is open',
  disputes_lost: 'gifts that a reader’s bank took back for good',
  exchange_differences: 'what changing rates cost (negative: gained) between a gift and its return',
  other_income: 'other money in (negative) at Stripe, unexplained by a gift',
  other_cost: 'other money out at Stripe, unexplained by a gift',
} as const;

export type Account = keyof typeof chart;

export const isAccount = (name: string): name is Account => Object.hasOwn(chart, name);

export const giftAccount = (frequency: Frequency): Account => `gifts:${frequency}`;
