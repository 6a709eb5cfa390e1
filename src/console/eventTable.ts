import { type Html, html } from '../ground/html.ts';
import type { EventRow } from '../webhooks/eventStore.ts';
import { eventStatuses } from '../webhooks/inbox.ts';
import type { MemberVisit } from './door.ts';
import { badge, id, link, table } from './pieces.ts';
import { reasonIn } from './words.ts';

const tones = { received: '', done: 'good', ignored: '', parked: 'warn', failed: 'bad' } as const;

export const eventBadge = ({ say }: MemberVisit, status: string): Html => {
  const known = eventStatuses.find((one) => one === status);
  return known ? badge(say(`status_${known}`), tones[known]) : badge(status);
};

/** @param canPick whether each line can be chosen, inside a form */
export function eventTable(visit: MemberVisit, events: readonly EventRow[], canPick = false): Html {
  const { say } = visit;
  const pick = (event: EventRow) =>
    html`<input type="checkbox" name="event" value="${event.id}" aria-label="${say('selectEvent', { id: event.id })}">`;
  return html`<div class="card">${table({
    columns: [
      { title: say('event') },
      { title: say('type') },
      { title: say('amount'), isNumber: true },
      { title: say('publisher') },
      { title: say('received') },
      { title: say('status') },
      ...(canPick ? [{ title: say('select'), isForActs: true }] : []),
    ],
    rows: events.map((event) => [
      link(`/console/events/${encodeURIComponent(event.id)}`, id(event.id)),
      event.type,
      event.amount !== null && event.currency !== null
        ? visit.money(event.amount, event.currency)
        : '',
      event.publisher,
      visit.time(event.receivedAt),
      html`<span>${eventBadge(visit, event.status)} <small>${event.error ?? reasonIn(visit.language, event.reason)}</small></span>`,
      ...(canPick ? [pick(event)] : []),
    ]),
  })}</div>`;
}
