import { z } from 'zod';
import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type EventRow, findEvent, listEvents } from '../webhooks/eventStore.ts';
import { requeueEvent } from '../webhooks/inbox.ts';
import type { Door, MemberVisit } from './door.ts';
import { pager } from './pager.ts';
import { badge, empty, facts, id, input, link, notice, select, table } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { mayActAs } from './role.ts';
import { formToken, memberPage } from './shell.ts';

const statuses = ['received', 'done', 'ignored', 'parked', 'failed'] as const;
const tones = { received: '', done: 'good', ignored: '', parked: 'warn', failed: 'bad' } as const;
const blank = z.literal('').transform(() => undefined);
const query = z.object({
  status: blank.or(z.enum(statuses)).optional(),
  type: blank.or(z.string().max(255)).optional(),
  publisher: blank.or(z.string().max(80)).optional(),
  ...pageQuery,
});
const cursor = z.tuple([z.int()]);

export interface EventDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
  /** Called when an event was put back in the queue. */
  readonly onEvent: () => void;
}

const statusBadge = ({ say }: MemberVisit, status: string) => {
  const known = statuses.find((one) => one === status);
  return known ? badge(say(`status_${known}`), tones[known]) : badge(status);
};

function filterForm(visit: MemberVisit, publishers: Publishers, asked: z.output<typeof query>) {
  const { say } = visit;
  return html`<form class="filter" action="/console/events">
${select({ name: 'status', label: say('status'), value: asked.status, options: [['', say('any')], ...statuses.map((one) => [one, say(`status_${one}`)] as const)] })}
${input({ name: 'type', label: say('type'), value: asked.type ?? '' })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>`;
}

function eventTable(visit: MemberVisit, events: readonly EventRow[]) {
  const { say } = visit;
  if (events.length === 0) return empty(say('nothingFound'), say('nothingFoundHint'));
  const titles = [say('event'), say('type'), say('publisher'), say('received'), say('status')];
  return html`<div class="card">${table({
    columns: titles.map((title) => ({ title })),
    rows: events.map((event) => [
      link(`/console/events/${encodeURIComponent(event.id)}`, id(event.id)),
      event.type,
      event.publisher,
      visit.time(event.receivedAt),
      html`${statusBadge(visit, event.status)} <small>${event.error ?? event.reason}</small>`,
    ]),
  })}</div>`;
}

type Found = NonNullable<Awaited<ReturnType<typeof findEvent>>>;

// What cannot be read as JSON is shown as it came.
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function eventPage(visit: MemberVisit, event: Found, done: unknown): string {
  const { say } = visit;
  const again = html`<form method="post" action="/console/events/${encodeURIComponent(event.id)}/attempts">${formToken(visit)}<button>${say('processAgain')}</button><p class="hint">${say('processAgainHint')}</p></form>`;
  const tries = event.tries.map((one) => [
    one.number,
    visit.time(one.beganAt),
    statusBadge(visit, one.outcome),
    one.error,
  ]);
  const titles = [say('attempts'), say('began'), say('outcome'), say('error')];
  return memberPage(visit, {
    title: event.type,
    page: '/console/events',
    lead: event.id,
    body: html`${done === 'queued' && notice(say('queued'))}<div class="card">${facts([
      [say('status'), statusBadge(visit, event.status)],
      [say('reason'), event.error ?? event.reason ?? '–'],
      [say('publisher'), event.publisher],
      [say('created'), visit.time(event.created)],
      [say('received'), visit.time(event.receivedAt)],
      [say('deliveries'), event.deliveries],
    ])}${mayActAs(visit.who.role, 'finance') && event.status !== 'received' && again}</div>
<section><h2>${say('attempts')}</h2><div class="card">${tries.length > 0 ? table({ columns: titles.map((title) => ({ title })), rows: tries }) : say('noAttempts')}</div></section>
<section><h2>${say('body')}</h2><pre tabindex="0" role="region" aria-label="${say('body')}">${pretty(event.body)}</pre></section>`,
  });
}

/** The inbox: what Stripe told us, one event whole, and another try at it. */
export function eventDoors({ db, clock, publishers, onEvent }: EventDoorsDependencies): Door[] {
  async function pageFor(wanted: z.output<typeof query>): Promise<Page<EventRow>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const rows = await listEvents(db, { ...wanted, before, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.sequence]));
  }

  return [
    {
      method: 'get',
      path: '/events',
      needs: 'viewer',
      async serve(visit, req, res) {
        const asked = validate(query, req.query);
        const page = await pageFor(asked);
        res.send(
          memberPage(visit, {
            title: visit.say('events'),
            page: '/console/events',
            lead: visit.say('eventsLead'),
            body: html`${filterForm(visit, publishers, asked)}${eventTable(visit, page.data)}${pager(visit, req, page.nextCursor, undefined)}`,
          }),
        );
      },
    },
    {
      method: 'get',
      path: '/events/:id',
      needs: 'viewer',
      async serve(visit, req, res) {
        const event = await findEvent(db, String(req.params.id));
        if (!event) throw new Problem('not_found');
        res.send(eventPage(visit, event, req.query.done));
      },
    },
    {
      method: 'post',
      path: '/events/:id/attempts',
      needs: 'finance',
      async serve({ who, say }, req, res) {
        const event = String(req.params.id);
        await db.transaction(async (tx) => {
          const queued = await requeueEvent(tx, event);
          if (queued === undefined) throw new Problem('not_found');
          if (!queued) throw new Problem('conflict', { detail: say('eventBusy') });
          await note(tx, clock, { actor: who.staffId, act: 'event_replayed', subject: event });
        });
        onEvent();
        res.redirect(303, `/console/events/${encodeURIComponent(event)}?done=queued`);
      },
    },
  ];
}
