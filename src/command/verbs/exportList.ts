import { z } from 'zod';
import { askFinance, pathWith } from '../askFinance.ts';
import { type Operator, verb } from '../verb.ts';

/** What can be exported, and by what each list is narrowed. */
const filtersOf = {
  events: ['publisher', 'status', 'type'],
  gifts: ['publisher', 'status'],
  transfers: ['publisher', 'account', 'source'],
  payouts: ['publisher', 'status'],
  incidents: ['publisher'],
  balances: ['at'],
} as const;
type List = keyof typeof filtersOf;
const everyFilter: readonly string[] = Object.values(filtersOf).flat();
const lists = Object.keys(filtersOf) as [List, ...List[]];

async function writeCsv(operator: Operator, path: string): Promise<void> {
  const { body } = await askFinance(operator, path);
  const decoder = new TextDecoder();
  for await (const part of body ?? [])
    await operator.write(decoder.decode(part as Uint8Array, { stream: true }));
}

/** One JSON object a line: a list of any length can be read as it comes. */
async function writeLines(operator: Operator, list: string, filters: object): Promise<void> {
  for (let after: string | undefined; ; ) {
    const limit = list === 'balances' ? undefined : 200;
    const answer = await askFinance(operator, pathWith(list, { ...filters, limit, after }));
    const page = (await answer.json()) as { data: unknown[]; nextCursor: string | null };
    await operator.write(page.data.map((row) => `${JSON.stringify(row)}\n`).join(''));
    if (!page.nextCursor) return;
    after = page.nextCursor;
  }
}

/** A whole list to standard output, as finance gets it: no cell is a formula. */
export const exportList = verb({
  name: 'export',
  says: 'writes a whole list as CSV, or with --json as one JSON object a line',
  takes: `<${lists.join('|')}>`,
  given: z
    .object({
      words: z.tuple(
        [z.enum(lists, `must be one of ${lists.join(', ')}`)],
        `must be one of ${lists.join(', ')}`,
      ),
      publisher: z.string().optional().describe('of this publisher'),
      status: z.string().optional().describe('events, gifts, payouts: of this status'),
      type: z.string().optional().describe('events: of this type'),
      account: z.string().optional().describe('transfers: that move this account'),
      source: z.string().optional().describe('transfers: of this balance transaction'),
      at: z.string().optional().describe('balances: at this time'),
    })
    .check(({ value: { words, ...filters }, issues }) => {
      const taken: readonly string[] = filtersOf[words[0]];
      for (const [name, given] of Object.entries(filters)) {
        if (given !== undefined && everyFilter.includes(name) && !taken.includes(name))
          issues.push({
            code: 'custom',
            input: given,
            path: [name],
            message: `${words[0]} cannot be narrowed by it`,
          });
      }
    }),
  async run({ words: [list], ...filters }, operator) {
    if (operator.json) await writeLines(operator, list, filters);
    else await writeCsv(operator, pathWith(`${list}.csv`, filters));
    return { data: undefined, lines: [] };
  },
});
