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
import { formToken, memberPage } from './shell.ts';

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

async function rehearseAll(rehearse: Rehearse, ids: readonly string[]): Promise<Rehearsal[]> {
  const found: Rehearsal[] = [];
  for (let i = 0; i < ids.length; i += sideBySide) {
    const some = await Promise.all(ids.slice(i, i + sideBySide).map(rehearse));
    found.push(...some.filter((one) => one !== undefined));
  }
  return found;
}

function told(visit: MemberVisit, rehearsal: Rehearsal): Html {
  const { say } = visit;
  const to = `/console/events/${encodeURIComponent(rehearsal.id)}`;
  return html`<div class="card stack"><h2>${link(to, rehearsal.type)} ${eventBadge(visit, rehearsal.outcome)}</h2><p>${id(rehearsal.id)}</p>${
    rehearsal.changes.length > 0
      ? changeList(visit, rehearsal.changes)
      : html`<p class="hint">${rehearsal.reason ?? say('nothingChanges')}</p>`
  }</div>`;
}

function rehearsalPage(visit: MemberVisit, rehearsals: readonly Rehearsal[]): string {
  const { say } = visit;
  const sum = {
    events: rehearsals.length,
    changes: rehearsals.reduce((all, { changes }) => all + changes.length, 0),
    failed: rehearsals.filter(({ outcome }) => outcome === 'failed').length,
  };
  return memberPage(visit, {
    title: say('rehearsal'),
    page: '/console/events',
    lead: say('rehearsalLead'),
    body: html`<form method="post" action="/console/events/attempts" class="noprint"><p>${say('rehearsalSum', sum)}</p><br>${formToken(visit)}${rehearsals.map(
      (one) => html`<input type="hidden" name="event" value="${one.id}">`,
    )}<p class="row"><button>${say('processThese', { n: rehearsals.length })}</button><a href="/console/events">${say('back')}</a></p></form><br>
${rehearsals.map((one) => told(visit, one))}`,
  });
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
        const rehearsals = await rehearseAll(rehearse, ids);
        if (rehearsals.length === 0) throw new Problem('not_found');
        res.send(rehearsalPage(visit, rehearsals));
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
