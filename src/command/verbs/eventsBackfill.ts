import { z } from 'zod';
import { askFinance } from '../askFinance.ts';
import { verb } from '../verb.ts';

interface Backfilled {
  readonly publisher: string;
  readonly listed: number;
  readonly brought: number;
}

/** Events that never came are asked for. */
export const eventsBackfill = verb({
  name: 'events backfill',
  says: 'asks Stripe for events of the last days, and keeps those that never came',
  given: z.object({
    days: z
      .string()
      .regex(/^\d+$/, 'must be a whole number')
      .transform(Number)
      .default(30)
      .describe('how many days back, 1 to 30; 30 when not said'),
  }),
  async run({ days }, operator) {
    const answer = await askFinance(operator, 'backfills', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ days }),
    });
    const page = (await answer.json()) as { data: Backfilled[] };
    return {
      data: page,
      lines: page.data.map(
        ({ publisher, listed, brought }) => `${publisher}: ${brought} of ${listed} had not come`,
      ),
    };
  },
});
