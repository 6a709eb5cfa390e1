import { type Html, html } from '../ground/html.ts';
import type { Change } from '../webhooks/changes.ts';
import { badge, id, link } from './pieces.ts';
import type { Visit } from './visit.ts';

type Entry = readonly [account: string, amount: number, currency: string];

const isEntries = (name: string, value: unknown): value is Entry[] =>
  name === 'entries' && Array.isArray(value);

function shown(visit: Visit, name: string, value: unknown, currency: unknown): Html | string {
  if (isEntries(name, value))
    return html`${value.map(([account, amount, of], i) => html`${i > 0 && ', '}${account} ${visit.money(amount, of)}`)}`;
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' && name === 'amount' && typeof currency === 'string')
    return visit.money(value, currency);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value))
    return visit.time(new Date(value));
  return String(value);
}

const where: Partial<Record<Change['kind'], (id: string) => string>> = {
  gift: (id) => `/console/gifts/${encodeURIComponent(id)}`,
  transfer: (id) => `/console/ledger/journal?source=${encodeURIComponent(id)}`,
  payout: (id) => `/console/payouts/${encodeURIComponent(id)}`,
};

function line(visit: Visit, change: Change): Html {
  const { kind, before, after } = change;
  const to = where[kind]?.(change.id);
  const currency = after.currency ?? before?.currency;
  const facts = Object.entries(after)
    .filter(([name, value]) => before !== undefined || (value !== null && name !== 'knownReader'))
    .map(([name, value], i) => {
      const now = shown(visit, name, value, currency);
      const was = before && html`${shown(visit, name, before[name], currency)} → `;
      return html`${i > 0 && '; '}${name} ${was}${now}`;
    });
  return html`<li>${badge(visit.say(`change_${kind}`))} ${before === undefined && badge(visit.say('isNew'), 'good')} ${to ? link(to, id(change.id)) : id(change.id)} <small>${facts}</small></li>`;
}

/** Things that were written, or would be: each with what it was and what it is. */
export const changeList = (visit: Visit, changes: readonly Change[]): Html =>
  html`<ul class="todo">${changes.map((change) => line(visit, change))}</ul>`;
