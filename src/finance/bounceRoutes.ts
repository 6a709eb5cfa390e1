import express, { type Router } from 'express';
import { z } from 'zod';
import { type Bounces, bounceResults, type TakenBounce } from '../ground/bounces.ts';
import { json } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import type { FinanceOperation } from './operation.ts';

const type = 'message/rfc822';

const takenSchema = z.strictObject({
  result: z
    .enum(bounceResults)
    .describe(
      'noted: the letter is marked as failed; known: its end was known before; not_failed: late, or delivered; forgotten: it is too old; not_ours: no letter of ours is named; no_bounce: no notification (RFC 3464)',
    ),
  letter: z.string().nullable(),
  status: z.string().nullable().describe('enhanced status code (RFC 3463), such as 5.1.1'),
});

/** For mail servers: what they say became of a letter, as they send it. */
export function bounceRoutes({ bounces }: { readonly bounces: Pick<Bounces, 'take'> }): Router {
  const router = express.Router();
  router.post('/bounces', express.raw({ type, limit: '1mb' }), async (req, res) => {
    if (!Buffer.isBuffer(req.body))
      throw new Problem('unsupported_media_type', { detail: `Send a message as ${type}.` });
    const answer: TakenBounce = await bounces.take(req.body);
    res.json(answer);
  });
  return router;
}

export const bounceOperations: FinanceOperation[] = [
  {
    id: 'takeBounce',
    method: 'post',
    path: '/bounces',
    summary: 'Takes a message by which a mail server says that a letter could not be delivered',
    about:
      'It may be sent twice, and be any message: only what names a letter by the mark that was put on it here changes anything.',
    body: z.string().describe('the whole message, headers first; 1 MB at most'),
    bodyTypes: [type],
    answers: { 200: json(takenSchema, 'What came of it.') },
    problems: ['body_too_large', 'unsupported_media_type'],
  },
];
