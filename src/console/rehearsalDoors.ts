import type { Response } from 'express';
import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { type Html, html } from '../ground/html.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { listEvents } from '../webhooks/eventStore.ts';
import { requeueEvent } from '../webhooks/inbox.ts';
import type { Rehearsal, Rehearse } from '../webhooks/rehearse.ts';
import { changeList } from './changeList.ts';
import { type Door, formOf, type MemberVisit } from './door.ts';
import { readEventQuery, wantedEvents } from './eventSearch.ts';
import { eventBadge } from './eventTable.ts';
import { mostAtOnce } from './mostAtOnce.ts';
import { id, link } from './pieces.ts';
import { formToken, pageAround } from './shell.ts';

export interface RehearsalDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
  readonly rehearse: Rehearse;
  readonly onEvent: () => void;
}

/** Stripe is asked for a few events at a time. */
const sideBySide = 5;

/** The events that a form names, each once. @throws Problem where it names none, or too many */
function pickedIn({ say }: MemberVisit, form: Record<string, unknown>): string[] {
  const ids = [...new Set([form.event ?? []].flat())].filter((one) => typeof one === 'string');
  if (ids.length === 0) throw new Problem('invalid_request', { detail: say('nothingPicked') });
  if (ids.length > mostAtOnce)
    throw new Problem('invalid_request', { detail: say('tooManyPicked', { n: mostAtOnce }) });
  return ids;
}

/** What would become of each, some at a time, until nobody waits for it any more. */
async function* rehearseEach(
  rehearse: Rehearse,
  ids: readonly string[],
  gone: AbortSignal,
): AsyncGenerator<Rehearsal> {
  for (let i = 0; i < ids.length && !gone.aborted; i += sideBySide) {
    const some = await Promise.all(ids.slice(i, i + sideBySide).map(rehearse));
    yield* some.filter((one) => one !== undefined);
  }
}

function told(visit: MemberVisit, rehearsal: Rehearsal, place: string): Html {
  const { say } = visit;
  const to = `/console/events/${encodeURIComponent(rehearsal.id)}`;
  return html`<div class="card stack"><h2>${link(to, rehearsal.type)} ${eventBadge(visit, rehearsal.outcome)}</h2><p>${id(rehearsal.id)} <small>${place}</small></p>${
    rehearsal.changes.length > 0
      ? changeList(visit, rehearsal.changes)
      : html`<p class="hint">${rehearsal.reason ?? say('nothingChanges')}</p>`
  }</div>`;
}

/** What all of them come to, and the act. */
function ending(visit: MemberVisit, rehearsals: readonly Rehearsal[]): Html {
  const { say } = visit;
  const sum = {
    events: rehearsals.length,
    changes: rehearsals.reduce((all, { changes }) => all + changes.length, 0),
    failed: rehearsals.filter(({ outcome }) => outcome === 'failed').length,
  };
  return html`<form method="post" action="/console/events/attempts" class="noprint" id="all"><p>${say('rehearsalSum', sum)}</p><br>${formToken(visit)}${rehearsals.map(
    (one) => html`<input type="hidden" name="event" value="${one.id}">`,
  )}<p class="row"><button>${say('processThese', { n: rehearsals.length })}</button><a href="/console/events">${say('back')}</a></p></form>`;
}

/**
 * Sends the page while the events are worked: with a hundred of them Stripe is asked for a while, and who waits sees how
 * far it is, without scripts too. @throws Problem not_found where there is none of them; nothing is sent then
 */
async function sendRehearsals(
  visit: MemberVisit,
  res: Response,
  rehearse: Rehearse,
  ids: readonly string[],
): Promise<void> {
  const { say, number } = visit;
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const [before, after] = pageAround(visit, {
    title: say('rehearsal'),
    page: '/console/events',
    lead: html`${say('rehearsalLead')}${ids.length > sideBySide && html` ${say('rehearsalWait')} <a href="#all" class="noprint">${say('toTheEnd')}</a>`}`,
  });
  const found: Rehearsal[] = [];
  for await (const one of rehearseEach(rehearse, ids, gone.signal)) {
    // A proxy that gathers an answer before it passes it on would hide how far it is.
    if (found.length === 0) res.set('X-Accel-Buffering', 'no').type('html').write(before);
    found.push(one);
    res.write(told(visit, one, `${number(found.length)} / ${number(ids.length)}`).html);
  }
  if (found.length === 0) throw new Problem('not_found');
  res.end(`${ending(visit, found).html}${after}`);
}

/** Working many events again: first what would change, then the act. */
export function rehearsalDoors(dependencies: RehearsalDoorsDependencies): Door[] {
  const { db, clock, publishers, rehearse, onEvent } = dependencies;
  return [
    {
      method: 'post',
      path: '/events/rehearsals',
      needs: 'finance',
      async serve(visit, req, res) {
        const form = formOf(req);
        let ids: string[];
        if (form.which === 'all') {
          const given = Object.fromEntries(new URLSearchParams(String(form.filter ?? '')));
          const wanted = wantedEvents(visit, publishers, readEventQuery(given));
          const events = await listEvents(db, { ...wanted, limit: mostAtOnce });
          ids = events.map((one) => one.id);
        } else ids = pickedIn(visit, form);
        await sendRehearsals(visit, res, rehearse, ids);
      },
    },
    {
      method: 'post',
      path: '/events/attempts',
      needs: 'finance',
      async serve(visit, req, res) {
        const ids = pickedIn(visit, formOf(req));
        let queued = 0;
        await db.transaction(async (tx) => {
          // In one order for all, so that two people who do this at once never wait for each other.
          for (const event of ids.toSorted()) {
            if (!(await requeueEvent(tx, event))) continue;
            queued += 1;
            await note(tx, clock, {
              actor: visit.who.staffId,
              act: 'event_replayed',
              subject: event,
              detail: `one of ${ids.length}`,
            });
          }
        });
        if (queued > 0) onEvent();
        res.redirect(303, `/console/events?done=${queued}-${ids.length - queued}`);
      },
    },
  ];
}
