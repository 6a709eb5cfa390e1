import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { findGift, listGifts } from '../giving/giftStore.ts';
import { html } from '../ground/html.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listTransfers } from '../ledger/store.ts';
import type { Door, MemberVisit } from './door.ts';
import { pager } from './pager.ts';
import { badge, empty, facts, id, link, select, table } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';
import { transferTable } from './transferTable.ts';

const tones = {
  pending: '',
  active: 'good',
  past_due: 'bad',
  paused: 'warn',
  ended: '',
  given: 'good',
  failed: 'warn',
} as const;
const statuses = Object.keys(tones) as (keyof typeof tones)[];
const blank = z.literal('').transform(() => undefined);
const query = z.object({
  status: blank.or(z.enum(statuses)).optional(),
  publisher: blank.or(z.string().max(80)).optional(),
  ...pageQuery,
});
const cursor = z.tuple([z.iso.datetime(), z.string()]);

const statusBadge = ({ say }: MemberVisit, { status }: Gift) =>
  badge(say(`gift_${status}`), tones[status]);

function giftTable(visit: MemberVisit, gifts: readonly Gift[]) {
  const { say } = visit;
  if (gifts.length === 0) return empty(say('nothingFound'), say('nothingFoundHint'));
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
      statusBadge(visit, gift),
    ]),
  })}</div>`;
}

const story = (visit: MemberVisit, gift: Gift) =>
  facts([
    [visit.say('status'), statusBadge(visit, gift)],
    [visit.say('publisher'), gift.publisher],
    [visit.say('started'), visit.time(gift.startedAt)],
    gift.paidUntil !== null && [visit.say('paidUntil'), visit.time(gift.paidUntil)],
    gift.endsAt !== null && [visit.say('ends'), visit.time(gift.endsAt)],
    gift.endedAt !== null && [visit.say('ended'), visit.time(gift.endedAt)],
    [visit.say('customer'), id(gift.customerId)],
    gift.subscriptionId !== null && [visit.say('subscription'), id(gift.subscriptionId)],
    gift.paymentIntentId !== null && [visit.say('payment'), id(gift.paymentIntentId)],
  ]);

export interface GiftDoorsDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
}

/** Gifts: the list, and the whole story of one. */
export function giftDoors({ db, publishers }: GiftDoorsDependencies): Door[] {
  async function pageFor(wanted: z.output<typeof query>): Promise<Page<Gift>> {
    const last = readCursor(wanted.after, cursor);
    const after = last && { startedAt: new Date(last[0]), id: last[1] };
    const rows = await listGifts(db, { ...wanted, after, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.startedAt.toISOString(), row.id]));
  }

  return [
    {
      method: 'get',
      path: '/gifts',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say } = visit;
        const asked = validate(query, req.query);
        const page = await pageFor(asked);
        const options = statuses.map((one) => [one, say(`gift_${one}`)] as const);
        res.send(
          memberPage(visit, {
            title: say('gifts'),
            page: '/console/gifts',
            lead: say('giftsLead'),
            body: html`<form class="filter" action="/console/gifts">
${select({ name: 'status', label: say('status'), value: asked.status, options: [['', say('any')], ...options] })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>${giftTable(visit, page.data)}${pager(visit, req, page.nextCursor, undefined)}`,
          }),
        );
      },
    },
    {
      method: 'get',
      path: '/gifts/:id',
      needs: 'viewer',
      async serve(visit, req, res) {
        const gift = await findGift(db, String(req.params.id));
        if (!gift) throw new Problem('not_found');
        const transfers = await listTransfers(db, { giftId: gift.id, limit: 200 });
        res.send(
          memberPage(visit, {
            title: `${visit.money(gift.amount, gift.currency)}, ${visit.say(gift.frequency)}`,
            page: '/console/gifts',
            lead: gift.id,
            body: html`<div class="card">${story(visit, gift)}</div>
<section><h2>${visit.say('moved')}</h2><div class="card">${transferTable(visit, transfers)}</div></section>`,
          }),
        );
      },
    },
  ];
}
