import express, { type Router } from 'express';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { bodyOf, type EventBodies } from '../webhooks/eventBodies.ts';
import { eventCsv, eventFilter, eventPage } from '../webhooks/eventList.ts';
import { type EventRow, findEvent } from '../webhooks/eventStore.ts';
import { requeueEvent } from '../webhooks/inbox.ts';

const query = eventFilter.extend(pageQuery);

const shown = ({ sequence: _, ...event }: EventRow) => event;

const notFound = () => new Problem('not_found', { detail: 'No such event.' });

export interface EventRoutesDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  /** Called when an event was put back in the queue. */
  readonly onEvent: () => void;
}

/** The inbox for finance: list, one, and another attempt. */
export function eventRoutes({ db, bodies, onEvent }: EventRoutesDependencies): Router {
  const router = express.Router();

  router.get('/events', async (req, res) => {
    const { data, nextCursor } = await eventPage(db, validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/events.csv', async (req, res) => {
    await sendCsv(res, eventCsv(db, validate(eventFilter, req.query)));
  });

  router.get('/events/:id', async (req, res) => {
    const found = await findEvent(db, req.params.id);
    if (!found) throw notFound();
    const { tries, ids: _, objectId: __, ...event } = found;
    const body = (await bodyOf(db, bodies, event.id)) ?? null;
    res.json({ ...shown(event), body, tries });
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
