import express, { type Router } from 'express';
import { z } from 'zod';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type EventRow, findEvent, listEvents } from '../webhooks/eventStore.ts';
import { type EventStatus, eventStatuses, requeueEvent } from '../webhooks/inbox.ts';

const filter = z.object({
  status: z
    .enum(
      eventStatuses as [EventStatus, ...EventStatus[]],
      `must be one of ${eventStatuses.join(', ')}`,
    )
    .optional(),
  type: z.string().max(255).optional(),
  publisher: z.string().max(80).optional(),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);

const shown = ({ sequence: _, ...event }: EventRow) => event;

const notFound = () => new Problem('not_found', { detail: 'No such event.' });

export interface EventRoutesDependencies {
  readonly db: Database;
  /** Called when an event was put back in the queue. */
  readonly onEvent: () => void;
}

/** The inbox for finance: list, one, and another attempt. */
export function eventRoutes({ db, onEvent }: EventRoutesDependencies): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<EventRow>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const rows = await listEvents(db, { ...wanted, before, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.sequence]));
  }

  router.get('/events', async (req, res) => {
    const { data, nextCursor } = await page(validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/events.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<EventRow>(res, {
      name: 'events',
      columns: [
        'id',
        'type',
        'publisher',
        'created',
        'received_at',
        'status',
        'attempts',
        'deliveries',
        'reason',
        'error',
      ],
      lines: (e) => [
        [
          e.id,
          e.type,
          e.publisher,
          e.created,
          e.receivedAt,
          e.status,
          e.attempts,
          e.deliveries,
          e.reason,
          e.error,
        ],
      ],
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  router.get('/events/:id', async (req, res) => {
    const found = await findEvent(db, req.params.id);
    if (!found) throw notFound();
    const { tries, ...event } = found;
    res.json({ ...shown(event), body: event.body, tries });
  });

  router.post('/events/:id/attempts', async (req, res) => {
    const queued = await requeueEvent(db, req.params.id);
    if (queued === undefined) throw notFound();
    if (!queued)
      throw new Problem('conflict', { detail: 'The event is waiting or being worked already.' });
    onEvent();
    res.status(202).json({ id: req.params.id, status: 'received' });
  });

  return router;
}
