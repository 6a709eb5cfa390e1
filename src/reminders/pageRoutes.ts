import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { leadsOn, type Operation, page as pageAnswer } from '../ground/operation.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { renderReminder } from './page.ts';
import { dueAtFor, type FoundReminder } from './reminder.ts';
import type { Reminders } from './reminders.ts';
import { isSuppressed } from './store.ts';

export interface ReminderPageDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
  readonly clock: Clock;
  readonly words: LetterWords;
  readonly reminders: Reminders;
  /** Keyed by network address: codes are beyond guessing, and are not to be guessed for free either. */
  readonly limiter: Limiter;
}

/**
 * GET and POST of /reminders/:code; mount at the root. GET changes nothing, since mail scanners follow links. The POST that
 * mail programs send for "unsubscribe" carries no cookie and gets no redirect: https://www.rfc-editor.org/rfc/rfc8058
 */
export function reminderPageRoutes(dependencies: ReminderPageDependencies): Router {
  const { db, publishers, clock, words, reminders, limiter } = dependencies;
  const router = express.Router();

  async function find(req: Request<{ code: string }>): Promise<FoundReminder> {
    await limiter.take(req.ip ?? 'unknown');
    const reminder = await reminders.find(req.params.code);
    if (!reminder)
      throw new Problem('not_found', { detail: 'No such reminder: it ended long ago.' });
    return reminder;
  }

  async function show(res: Response, reminder: FoundReminder, isFaulty = false): Promise<void> {
    const publisher = findPublisher(publishers, reminder.publisher);
    const { locale, texts } = words(publisher, reminder.locale);
    const isRefused = await isSuppressed(db, reminder);
    const facts = { nonce: nonceOf(res), now: clock.now(), isRefused, isFaulty };
    res
      .status(isFaulty ? 400 : 200)
      .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    res.type('html').send(renderReminder({ publisher, locale, texts, reminder, ...facts }));
  }

  // Who asked for a reminder gave any address they liked: only who got the letter can speak for it.
  const end = (reminder: FoundReminder) =>
    reminder.isByLetter ? reminders.refuse(reminder) : reminders.cancel(reminder);

  const page = router.route('/reminders/:code');
  page.all(pageSecurity());
  page.get(async (req: Request<{ code: string }>, res) => show(res, await find(req)));

  page.post(...readBodies(), async (req: Request<{ code: string }>, res) => {
    const reminder = await find(req);
    const { action, on, ...body } = (req.body ?? {}) as Record<string, unknown>;
    if (body['List-Unsubscribe'] === 'One-Click') {
      await end(reminder);
      res.status(200).type('text').send('unsubscribed\n');
      return;
    }
    if (action === 'cancel') await reminders.cancel(reminder);
    else if (action === 'refuse') await end(reminder);
    else if (action === 'move') {
      const publisher = findPublisher(publishers, reminder.publisher);
      const dueAt = typeof on === 'string' ? dueAtFor(on, publisher, clock.now()) : undefined;
      if (!dueAt) return show(res, reminder, true);
      await reminders.move(reminder, dueAt);
    } else
      throw new Problem('invalid_request', {
        faults: [{ at: '/action', says: 'must be move, cancel or refuse' }],
      });
    res.redirect(303, `/reminders/${req.params.code}`);
  });

  return router;
}

const parameters = z.object({ code: z.string().describe('from the letter or the confirmation') });

export const reminderPageOperations: Operation[] = [
  {
    id: 'reminderPage',
    method: 'get',
    path: '/reminders/:code',
    section: 'Pages',
    summary: 'The page of a reminder: keep, move or cancel it',
    about: 'Looking changes nothing, since mail scanners follow links.',
    parameters,
    answers: { 200: pageAnswer('The page, in the reader’s language.') },
    problems: ['not_found', 'too_many_requests'],
  },
  {
    id: 'changeReminder',
    method: 'post',
    path: '/reminders/:code',
    section: 'Pages',
    summary: 'Moves or cancels a reminder, or unsubscribes by one click',
    about: 'Mail programs send `List-Unsubscribe=One-Click` (RFC 8058). May be repeated.',
    parameters,
    body: z.object({
      action: z
        .enum(['move', 'cancel', 'refuse'])
        .optional()
        .describe('refuse: no reminder to this address ever again, for who has the letter'),
      on: z.string().optional().describe('for move: a day such as 2026-12-24'),
      'List-Unsubscribe': z.literal('One-Click').optional(),
    }),
    example: { action: 'cancel' },
    answers: {
      200: { says: 'Unsubscribed by one click.', type: 'text/plain' },
      303: leadsOn('Back to the page.'),
      400: pageAnswer('The page again: this is no day that the publisher offers.'),
    },
    problems: ['not_found', 'too_many_requests'],
  },
];
