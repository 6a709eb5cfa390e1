import { type Html, html } from '../ground/html.ts';
import type { findEvent } from '../webhooks/eventStore.ts';
import { changeList } from './changeList.ts';
import type { MemberVisit } from './door.ts';
import { eventBadge } from './eventTable.ts';
import { facts, id, link, notice, table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken, memberPage } from './shell.ts';
import { reasonIn } from './words.ts';

/** Its body is missing where it was sealed under another APP_SECRET. */
type Found = NonNullable<Awaited<ReturnType<typeof findEvent>>> & {
  readonly body: string | undefined;
};

// What cannot be read as JSON is shown as it came.
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function acts(visit: MemberVisit, event: Found): Html {
  const { say } = visit;
  const here = `/console/events/${encodeURIComponent(event.id)}`;
  return html`<div class="row noprint"><form method="post" action="/console/events/rehearsals">${formToken(visit)}<input type="hidden" name="event" value="${event.id}"><button class="quiet">${say('rehearseThis')}</button></form>
${event.status !== 'received' && html`<form method="post" action="${here}/attempts">${formToken(visit)}<button>${say('processAgain')}</button></form>`}</div>
<p class="hint noprint">${say('processAgainHint')}</p>`;
}

function changed(visit: MemberVisit, { tries }: Found): Html {
  const { say } = visit;
  const wrote = tries.filter(({ changes, outcome }) => changes !== null || outcome === 'done');
  if (wrote.length === 0) return html`<p>${say('changedNothing')}</p>`;
  return html`${wrote.map(
    ({ number, changes }) =>
      html`<div class="card">${wrote.length > 1 && html`<h3>${say('attemptN', { n: number })}</h3>`}${
        changes === null
          ? say('changedUnknown')
          : changes.length === 0
            ? say('changedNothing')
            : changeList(visit, changes)
      }</div>`,
  )}`;
}

/** One event: what became of it, every try at it, all that it changed, and its body as it was sent. */
export function eventView(visit: MemberVisit, event: Found, done: unknown): string {
  const { say } = visit;
  const tries = event.tries.map((one) => [
    one.number,
    visit.time(one.beganAt),
    eventBadge(visit, one.outcome),
    one.error ?? '–',
  ]);
  const titles = [say('attempts'), say('began'), say('outcome'), say('error')];
  const named = event.ids.map(
    (one, i) =>
      html`${i > 0 && ' '}${link(`/console/events?text=${encodeURIComponent(one)}`, id(one))}`,
  );
  return memberPage(visit, {
    title: event.type,
    page: '/console/events',
    lead: id(event.id),
    body: html`${done === 'queued' && notice(say('queued'))}<div class="card">${facts([
      [say('status'), eventBadge(visit, event.status)],
      [say('reason'), event.error ?? reasonIn(visit.language, event.reason) ?? '–'],
      event.amount !== null &&
        event.currency !== null && [say('amount'), visit.money(event.amount, event.currency)],
      [say('publisher'), event.publisher],
      [say('created'), visit.time(event.created)],
      [say('received'), visit.time(event.receivedAt)],
      [say('deliveries'), event.deliveries],
      named.length > 0 && [say('names'), html`${named}`],
    ])}${mayActAs(visit.who.role, 'finance') && acts(visit, event)}</div>
<section><h2>${say('changed')}</h2>${changed(visit, event)}</section>
<section><h2>${say('attempts')}</h2><div class="card">${tries.length > 0 ? table({ columns: titles.map((title) => ({ title })), rows: tries }) : say('noAttempts')}</div></section>
<section><h2>${say('body')}</h2><pre tabindex="0" role="region" aria-label="${say('body')}">${event.body === undefined ? say('bodySealed') : pretty(event.body)}</pre></section>`,
  });
}
