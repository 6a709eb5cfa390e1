import type { Gift } from '../giving/gift.ts';
import { type Html, html } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import { badge, id, link, table } from './pieces.ts';

const tones = {
  pending: '',
  active: 'good',
  past_due: 'bad',
  paused: 'warn',
  ended: '',
  given: 'good',
  failed: 'warn',
} as const;

export const giftBadge = ({ say }: MemberVisit, { status }: Gift): Html =>
  badge(say(`gift_${status}`), tones[status]);

export function giftTable(visit: MemberVisit, gifts: readonly Gift[]): Html {
  const { say } = visit;
  return html`<div class="card">${table({
    columns: [
      { title: say('gift') },
      { title: say('amount'), isNumber: true },
      { title: say('frequency') },
      { title: say('publisher') },
      { title: say('started') },
      { title: say('status') },
    ],
    rows: gifts.map((gift) => [
      link(`/console/gifts/${encodeURIComponent(gift.id)}`, id(gift.id)),
      visit.money(gift.amount, gift.currency),
      say(gift.frequency),
      gift.publisher,
      visit.day(gift.startedAt),
      giftBadge(visit, gift),
    ]),
  })}</div>`;
}
