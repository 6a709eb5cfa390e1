import { z } from 'zod';
import { listLetters } from '../../ground/postDesk.ts';
import { table } from '../table.ts';
import { verb } from '../verb.ts';

/** What became of letters; never to whom they go. */
export const postList = verb({
  name: 'post list',
  says: 'lists letters that failed, newest first, without addresses',
  given: z.strictObject({
    status: z
      .enum(['waiting', 'sending', 'sent', 'dropped', 'review', 'failed', 'all'])
      .default('failed')
      .describe('waiting, sending, sent, dropped, review, failed or all; failed when not said'),
    limit: z
      .string()
      .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be a whole number from 1 to 200')
      .default('50')
      .describe('how many, 1 to 200; 50 when not said'),
  }),
  async run({ status, limit }, operator) {
    const { db } = await operator.house();
    const wanted = { status: status === 'all' ? undefined : status, limit: Number(limit) };
    const data = await listLetters(db, wanted);
    const rows = data.map((one) => [
      one.id,
      one.publisher,
      one.status,
      String(one.attempts),
      (one.finishedAt ?? one.dueAt).toISOString(),
      one.reason ?? '',
    ]);
    const heading = ['id', 'publisher', 'status', 'attempts', 'ended or due', 'why'];
    return {
      data: { data },
      lines: rows.length > 0 ? table([heading, ...rows]) : ['no such letters'],
    };
  },
});
