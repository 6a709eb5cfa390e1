import { z } from 'zod';

/** What a publisher's file says of renewals that fail. */
export const renewalsSchema = {
  graceDays: z
    .int()
    .min(0)
    .max(60)
    .default(14)
    .describe('days a supporter stays one after a renewal failed'),
  paymentAttempts: z
    .int()
    .min(2)
    .max(20)
    .default(8)
    .describe(
      'how often Stripe tries to collect a renewal, as your Dashboard says under Retries; before the last try the giver is written to',
    ),
};
