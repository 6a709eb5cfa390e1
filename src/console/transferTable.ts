import { type Html, html } from '../ground/html.ts';
import type { BookedTransfer } from '../ledger/store.ts';
import { id, link, table } from './pieces.ts';
import type { Visit } from './visit.ts';

/** Transfers as a journal: when, what, and the entries that balance each other. */
export function transferTable(visit: Visit, transfers: readonly BookedTransfer[]): Html {
  const { say } = visit;
  return table({
    columns: [
      { title: say('source') },
      { title: say('when') },
      { title: say('kind') },
      { title: say('gift') },
      { title: say('accounts'), isNumber: true },
    ],
    rows: transfers.map((one) => [
      id(one.source),
      visit.time(one.at),
      one.kind,
      one.giftId ? link(`/console/gifts/${encodeURIComponent(one.giftId)}`, id(one.giftId)) : '–',
      html`<span>${one.entries.map(({ account, amount, currency }, i) => html`${i > 0 && html`<br>`}${account} ${visit.money(amount, currency)}`)}</span>`,
    ]),
  });
}
