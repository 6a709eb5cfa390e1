import { z } from 'zod';

const movements = z.array(z.string()).readonly();

/** What a check of one payout found. */
export const checkedPayoutSchema = z.strictObject({
  id: z.string(),
  publisher: z.string(),
  isReconciled: z.boolean(),
  unexplained: z.int().nullable().describe('minor units; null: Stripe does not say what it holds'),
  added: movements.describe('balance transactions that the ledger lacked'),
  different: movements.describe('those that it has otherwise than Stripe'),
});

const checkedDaySchema = z.strictObject({
  publisher: z.string(),
  day: z.iso.date().describe('UTC'),
  movements: z.int(),
  added: movements,
  unknown: movements.describe('those that the ledger has, and Stripe does not'),
  different: movements,
});

/** All that a reconciliation did. */
export const reconciledSchema = z.strictObject({
  days: z.array(checkedDaySchema).readonly(),
  payouts: z.array(checkedPayoutSchema).readonly(),
  gifts: z
    .array(z.strictObject({ gift: z.string(), here: z.string(), there: z.string() }))
    .readonly()
    .describe('those that stood otherwise here than at Stripe, and were put right'),
});

/** What a back-fill found, for each account. */
export const backfilledSchema = z.strictObject({
  data: z.array(
    z.strictObject({
      publisher: z.string(),
      listed: z.int().describe('events on Stripe’s list that something here depends on'),
      brought: z.int().describe('those that had never come'),
    }),
  ),
});
