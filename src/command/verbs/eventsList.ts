import { z } from 'zod';
import { askFinance, pathWith } from '../askFinance.ts';
import { table } from '../table.ts';
import { verb } from '../verb.ts';

interface Listed {
  readonly data: {
    id: string;
    type: string;
    publisher: string;
    receivedAt: string;
    status: string;
    attempts: number;
    reason: string | null;
    error: string | null;
  }[];
  readonly nextCursor: string | null;
}

/** The inbox, newest first. */
export const eventsList = verb({
  name: 'events list',
  says: 'lists the inbox, newest first',
  given: z.object({
    status: z.string().optional().describe('received, done, ignored, parked or failed'),
    type: z.string().optional().describe('such as invoice.paid'),
    publisher: z.string().optional().describe('of this publisher'),
    limit: z.string().optional().describe('how many, 1 to 200; 50 when not said'),
    after: z.string().optional().describe('the next page: nextCursor of the one before'),
  }),
  async run(given, operator) {
    const answer = await askFinance(operator, pathWith('events', given));
    const page = (await answer.json()) as Listed;
    const rows = page.data.map((event) => [
      event.id,
      event.type,
      event.publisher,
      event.receivedAt,
      event.status,
      String(event.attempts),
      event.error ?? event.reason ?? '',
    ]);
    const heading = ['id', 'type', 'publisher', 'received at', 'status', 'attempts', 'why'];
    return {
      data: page,
      lines: [
        ...(rows.length > 0 ? table([heading, ...rows]) : ['no events']),
        ...(page.nextCursor ? [`more: --after ${page.nextCursor}`] : []),
      ],
    };
  },
});
