import { fromUnixSeconds } from '../../ground/clock.ts';
import { type Html, html } from '../../ground/html.ts';
import { formatMoney } from '../../ground/money.ts';
import type { Faults } from '../faults/faults.ts';
import { testCards } from '../payments/testCards.ts';
import type { Route } from '../wire/route.ts';
import { voiceFor } from './copy/copyFor.ts';
import { faultForm } from './faultForm.ts';
import type { IndexData, RecentEvent } from './indexData.ts';
import { page } from './page.ts';

/** A clock may stand where no date is any more. */
function timeOf(seconds: number): string {
  const at = fromUnixSeconds(seconds);
  return Number.isNaN(at.getTime()) ? '–' : at.toISOString().replace('T', ' ').slice(0, 19);
}

const table = (heads: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html =>
  rows.length === 0
    ? html`<p class="hint">None yet.</p>`
    : html`<div class="scroll" tabindex="0" role="group" aria-label="${heads.join(', ')}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td data-head="${heads[i]!}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;

function deliveryOf(event: RecentEvent): string {
  if (event.pending > 0) return `waiting${event.lastError ? ` (last: ${event.lastError})` : ''}`;
  if (event.failed > 0) return `given up (${event.lastError ?? 'failed'})`;
  return event.delivered > 0 ? 'delivered' : 'nobody listens';
}

const behaviourOf = ({
  decline,
  authentication,
  dispute,
  refund,
  ...card
}: (typeof testCards)[number]) =>
  [
    authentication && '3-D Secure',
    decline && `declined (${decline})`,
    dispute && `pays, then disputed (${dispute})`,
    card.fraudWarning && 'pays, then an early fraud warning',
    card.bypassesPending && 'pays, available at once',
    refund && `pays, refunds ${refund === 'fails' ? 'fail later' : 'are pending first'}`,
    card.risk && `risk ${card.risk}`,
  ]
    .filter(Boolean)
    .join(', ') || 'pays';

const recent = (data: IndexData): Html => html`<section><h2 id="sessions">Checkout Sessions</h2>
${table(
  ['When (UTC)', 'Session', 'What', 'State'],
  data.sessions.map((one) => [
    timeOf(one.created),
    html`<a href="/c/pay/${one.id}">${one.id.slice(0, 20)}…</a>`,
    `${one.mode}, ${formatMoney(one, 'en')}`,
    one.status,
  ]),
)}</section>
<section><h2 id="events">Events</h2>
${table(
  ['When (UTC)', 'Event', 'Type', 'Delivery'],
  data.events.map((one) => [timeOf(one.created), one.id, one.type, deliveryOf(one)]),
)}</section>
<section><h2 id="endpoints">Webhook endpoints</h2>
${table(
  ['Endpoint', 'Account', 'Address', 'State'],
  data.endpoints.map((one) => [one.id, one.account, one.url, one.status]),
)}</section>`;

const state = ({
  accounts,
  clocks,
}: IndexData): Html => html`<section><h2 id="accounts">Accounts</h2>
${table(
  ['Account', 'Customers', 'Subscriptions', 'Charges', 'Last (UTC)'],
  accounts.map((one) => [
    one.account,
    String(one.customers),
    String(one.subscriptions),
    String(one.charges),
    timeOf(one.lastAt),
  ]),
)}</section>
<section><h2 id="clocks">Test clocks</h2>
${table(
  ['Clock', 'Account', 'Name', 'Stands at (UTC)', 'State'],
  clocks.map((one) => [one.id, one.account, one.name ?? '', timeOf(one.time), one.status]),
)}</section>`;

export interface IndexView {
  readonly data: IndexData;
  readonly faults: Faults;
  readonly routes: readonly Route[];
  readonly hasOutbox: boolean;
  /** The faults were set just now. */
  readonly isSet: boolean;
  /** Why they could not be set. */
  readonly wrong: string | undefined;
}

const faultSection = ({
  faults,
  isSet,
  wrong,
}: IndexView): Html => html`<section><h2 id="faults">Faults</h2>
<p>What goes wrong on purpose. <code>POST /sandbox/faults</code> (JSON or this form) replaces what is on, <code>GET</code> shows it, <code>DELETE</code> clears it.</p>
${wrong !== undefined && html`<p class="faults" role="alert">${wrong}</p>`}
${isSet && html`<p class="done" role="status">${Object.keys(faults).length > 0 ? 'These faults are on.' : 'No fault is on.'}</p>`}
${faultForm(faults)}
<pre tabindex="0">curl -d 'deliveries[late]=2000' -d 'api[status]=500' -d 'api[times]=3' …/sandbox/faults</pre>
</section>`;

/** What the sandbox is, what happened in it, and how to make it fail. */
export function indexPage(view: IndexView): string {
  const { data, routes, hasOutbox } = view;
  return page(
    voiceFor('en', undefined),
    'Sandbox',
    html`<main class="index">
<h1>A stand-in for Stripe</h1>
<p>This port speaks Stripe’s API under <code>/v1</code>, shows its Checkout page and customer portal, and sends signed webhooks. Any key that begins with <code>sk_test_</code> and has 12 characters or more is an account of its own. Nothing here moves money.</p>
<nav aria-label="On this page"><a href="#sessions">Sessions</a> <a href="#events">Events</a> <a href="#endpoints">Endpoints</a> <a href="#accounts">Accounts</a> <a href="#clocks">Clocks</a> <a href="#faults">Faults</a> <a href="#cards">Test cards</a> <a href="#surface">Surface</a>${hasOutbox && html` <a href="/sandbox/outbox">Outbox</a>`}</nav>
${recent(data)}
${state(data)}
${faultSection(view)}
<section><h2 id="cards">Test cards</h2>
${table(
  ['Number', 'In the API', 'What it does'],
  testCards.map((card) => [card.number, `pm_card_${card.name}`, behaviourOf(card)]),
)}</section>
<section><h2 id="surface">Surface</h2>
<details><summary>${routes.length} methods of Stripe’s API</summary>
<ul>${routes.map((route) => html`<li><code>${route.method.toUpperCase()} ${route.path}</code></li>`)}</ul></details></section>
</main>`,
  );
}
