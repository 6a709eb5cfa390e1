import { note } from '../audit/store.ts';
import { type Html, html } from '../ground/html.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { bodyOf, type EventBodies } from '../webhooks/eventBodies.ts';
import { eventCsv, eventPage } from '../webhooks/eventList.ts';
import { countEvents, findEvent } from '../webhooks/eventStore.ts';
import { requeueEvent } from '../webhooks/inbox.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { eventView } from './eventPage.ts';
import { eventForm, readEventQuery, wantedEvents } from './eventSearch.ts';
import { eventTable } from './eventTable.ts';
import { mostAtOnce } from './mostAtOnce.ts';
import { hereWith, noneFound, pager } from './pager.ts';
import { notice } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken, memberPage } from './shell.ts';

export interface EventDoorsDependencies extends CsvDoorDependencies {
  readonly bodies: EventBodies;
  readonly publishers: Publishers;
  /** Called when an event was put back in the queue. */
  readonly onEvent: () => void;
}

/** The list inside the form that works many again: the chosen ones, or all that the filter takes. */
function pickForm(visit: MemberVisit, list: Html, filters: string, all: number): Html {
  const { say } = visit;
  const label =
    all > mostAtOnce
      ? say('rehearseMost', { n: mostAtOnce })
      : say('rehearseAll', { n: visit.number(all) });
  return html`<form method="post" action="/console/events/rehearsals">${formToken(visit)}<input type="hidden" name="filter" value="${filters}">
${list}<p class="row pager noprint"><button class="quiet" name="which" value="picked">${say('rehearsePicked')}</button><button class="quiet" name="which" value="all">${label}</button></p><p class="hint noprint">${say('rehearsalTakes')}</p></form>`;
}

function doneNotice({ say }: MemberVisit, done: unknown): Html | false {
  const [, queued, busy] = /^(\d+)-(\d+)$/.exec(String(done)) ?? [];
  return queued !== undefined && busy !== undefined && notice(say('queuedMany', { queued, busy }));
}

const listDoor = ({ db, publishers }: EventDoorsDependencies): Door => ({
  method: 'get',
  path: '/events',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = readEventQuery(askedOf(req));
    const wanted = wantedEvents(visit, publishers, asked);
    const { after, limit } = asked;
    const page = await eventPage(db, { ...wanted, after, limit });
    const mayAct = mayActAs(visit.who.role, 'finance');
    const all = mayAct ? await countEvents(db, wanted, mostAtOnce + 1) : 0;
    const filters = hereWith(req, { after: '', done: '' }).split('?')[1] ?? '';
    const list = eventTable(visit, page.data, mayAct);
    res.send(
      memberPage(visit, {
        title: say('events'),
        page: '/console/events',
        lead: say('eventsLead'),
        body: html`${doneNotice(visit, req.query.done)}${eventForm(visit, publishers, asked)}${
          page.data.length === 0
            ? noneFound(visit, req, ['noEvents', 'noEventsHint'])
            : mayAct
              ? pickForm(visit, list, filters, all)
              : list
        }${pager(visit, req, page.nextCursor, '/console/events.csv')}`,
      }),
    );
  },
});

/** The inbox: what Stripe told us, one event whole, and another try at it. */
export function eventDoors(dependencies: EventDoorsDependencies): Door[] {
  const { db, bodies, clock, publishers, onEvent } = dependencies;
  return [
    listDoor(dependencies),
    csvDoor(dependencies, '/events.csv', (req, visit) =>
      eventCsv(db, wantedEvents(visit, publishers, readEventQuery(askedOf(req)))),
    ),
    {
      method: 'get',
      path: '/events/:id',
      needs: 'viewer',
      async serve(visit, req, res) {
        const event = await findEvent(db, String(req.params.id));
        if (!event) throw new Problem('not_found');
        const body = await bodyOf(db, bodies, event.id);
        res.send(eventView(visit, { ...event, body }, req.query.done));
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
