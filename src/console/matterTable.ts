import { type Html, html } from '../ground/html.ts';
import { type Incident, settledByPeople } from '../incidents/incident.ts';
import type { MemberVisit } from './door.ts';
import { matterFacts } from './matterFacts.ts';
import { badge, id, link, table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken } from './shell.ts';

/** The form by which somebody of finance ends a matter that nothing else is sure to end. */
function settleForm(visit: MemberVisit, { id: incident, kind }: Incident): Html {
  const { say } = visit;
  const name = say(`incident_${kind}`);
  return html`<details class="act"><summary>${say('settle')}</summary><form method="post" action="/console/matters/${incident}/settlement">${formToken(visit)}
<div class="field"><label for="reason-${incident}">${say('settleReason')}</label><input id="reason-${incident}" name="reason" required minlength="3" maxlength="500"></div>
<button class="small" aria-label="${say('settle')}: ${name}">${say('settle')}</button></form></details>`;
}

function endOf(
  visit: MemberVisit,
  one: Incident,
  names: ReadonlyMap<string, string>,
): Html | string {
  const { say } = visit;
  const { closedAt, settledBy, settledReason } = one;
  if (settledBy)
    return html`<span>${say('settledBy', { name: names.get(settledBy) ?? settledBy })}, ${visit.time(closedAt!)}<br><small>${settledReason}</small></span>`;
  if (closedAt) return html`<span>${say('endedItself')}, ${visit.time(closedAt)}</span>`;
  if (!settledByPeople.includes(one.kind)) return say('endsItself');
  return mayActAs(visit.who.role, 'finance')
    ? settleForm(visit, one)
    : badge(say('mattersOpen'), 'bad');
}

/** What a matter is about: the page that shows it, where there is one. */
function aboutOf({ subject, giftId }: Incident): Html | string {
  if (giftId)
    return html`<span>${link(`/console/gifts/${encodeURIComponent(giftId)}`, id(giftId))}<br>${id(subject)}</span>`;
  if (subject.startsWith('po_'))
    return link(`/console/payouts/${encodeURIComponent(subject)}`, id(subject));
  if (subject.startsWith('txn_'))
    return link(`/console/ledger/journal?source=${encodeURIComponent(subject)}`, id(subject));
  return id(subject);
}

/** Matters, each with what is known of it and how it ends. @param names of staff by id */
export const matterTable = (
  visit: MemberVisit,
  incidents: readonly Incident[],
  names: ReadonlyMap<string, string>,
): Html => {
  const { say } = visit;
  return html`<div class="card">${table({
    columns: ['matter', 'about', 'began', 'whatIsKnown', 'status'].map((word) => ({
      title: say(word as 'matter' | 'about' | 'began' | 'whatIsKnown' | 'status'),
    })),
    rows: incidents.map((one) => [
      html`<span>${one.closedAt ? '' : html`${badge('!', 'bad')} `}${say(`incident_${one.kind}`)}</span>`,
      aboutOf(one),
      visit.time(one.openedAt),
      matterFacts(visit, one.detail),
      endOf(visit, one, names),
    ]),
  })}</div>`;
};
