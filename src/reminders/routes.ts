import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import { type Clock, systemClock } from '../ground/clock.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import {
  json,
  type Operation,
  readerProblems,
  type Sample,
  timeSchema,
} from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { reminderRequest } from './reminder.ts';
import type { Reminders } from './reminders.ts';

export interface ReminderRoutesDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly words: LetterWords;
  readonly reminders: Reminders;
  /** Whether letters can be sent at all. */
  readonly canSend: boolean;
  readonly limiters: { readonly network: Limiter; readonly publisher: Limiter };
}

const ordered = z.strictObject({
  on: timeSchema,
  url: z.url().describe('the page where the reader keeps, moves or cancels it'),
});

/** POST of P/reminders; mount at /v1/publishers. */
export function reminderRoutes({
  publishers,
  publicUrl,
  clock,
  words,
  reminders,
  canSend,
  limiters,
}: ReminderRoutesDependencies): Router {
  const router = express.Router();
  router.post(
    '/:publisher/reminders',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      if (!canSend) throw new Problem('mail_unavailable');
      const origins = [...publisher.origins, new URL(publicUrl).origin];
      const request = validate(reminderRequest(publisher, origins, clock.now()), req.body ?? {});
      await limiters.network.take(req.ip ?? 'unknown');
      await limiters.publisher.take(publisher.id);
      const { locale } = words(publisher, request.locale);
      const code = await reminders.remind(publisher, request, locale);
      res.status(202).set('Cache-Control', 'no-store');
      const url = `${publicUrl}/reminders/${code}`;
      const answer: z.output<typeof ordered> = { on: request.on.toISOString(), url };
      res.json(answer);
    },
  );
  return router;
}

export const reminderOperations = ({ publisher, publicUrl }: Sample): Operation[] => [
  {
    id: 'remind',
    method: 'post',
    path: '/v1/publishers/:publisher/reminders',
    section: 'Giving',
    summary: 'Orders the one letter that a reader asked for',
    about:
      '`on` is a time, a day, or a span from today such as P30D, P6W, P3M or P1Y. The address is kept encrypted until the letter is sent, and no longer.',
    body: reminderRequest(publisher, [...publisher.origins, publicUrl], systemClock.now()),
    example: { email: 'reader@example.org', on: 'P30D', consent: true },
    answers: {
      202: json(ordered, 'Ordered. The answer is the same whoever the address belongs to.'),
    },
    problems: [...readerProblems, 'mail_unavailable', 'store_unavailable'],
  },
];
