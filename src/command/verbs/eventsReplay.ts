import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { askFinance, pathWith, Refused } from '../askFinance.ts';
import { endings, type Operator, verb } from '../verb.ts';

interface Replayed {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly error: string | null;
}

const patienceMs = 60_000;
const lookAgainMs = 250;

/** Waits until an event was tried again: it has ended, or the attempt left an error. */
async function untilTried(operator: Operator, id: string): Promise<Replayed> {
  for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
    const answer = await askFinance(operator, `events/${encodeURIComponent(id)}`);
    const event = (await answer.json()) as Replayed;
    if (event.status !== 'received' || event.error !== null || waitedMs >= patienceMs) return event;
    await sleep(lookAgainMs);
  }
}

async function replay(operator: Operator, id: string): Promise<Replayed> {
  try {
    const path = `events/${encodeURIComponent(id)}/attempts`;
    await askFinance(operator, path, { method: 'POST' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { id, status: 'refused', reason: error.message, error: null };
  }
  return untilTried(operator, id);
}

async function idsWith(operator: Operator, status: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const answer = await askFinance(operator, pathWith('events', { status, limit: 200, after }));
    const page = (await answer.json()) as { data: { id: string }[]; nextCursor: string | null };
    ids.push(...page.data.map(({ id }) => id));
    if (!page.nextCursor) return ids;
    after = page.nextCursor;
  }
}

/** Events are worked again from the bytes that were kept. */
export const eventsReplay = verb({
  name: 'events replay',
  says: 'works events again, and tells what became of each',
  takes: '[<event>…]',
  given: z
    .object({
      words: z.array(z.string()),
      status: z
        .enum(['failed', 'parked', 'ignored'], 'must be failed, parked or ignored')
        .optional()
        .describe('all of this status, instead of naming each'),
    })
    .refine(({ words, status }) => words.length > 0 || status !== undefined, {
      path: ['words'],
      error: 'name events, or say --status',
    }),
  async run({ words, status }, operator) {
    const ids = [...new Set([...words, ...(status ? await idsWith(operator, status) : [])])];
    const results: Replayed[] = [];
    for (const id of ids) {
      const { status: now, reason, error } = await replay(operator, id);
      results.push({ id, status: now, reason, error });
    }
    const fine = results.every((one) => ['done', 'ignored'].includes(one.status));
    return {
      data: { data: results },
      lines: results.map((one) =>
        [one.id, one.status, one.error ?? one.reason ?? ''].join('  ').trimEnd(),
      ),
      ending: fine ? endings.done : endings.found,
    };
  },
});
