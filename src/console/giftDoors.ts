import type { Gift } from '../giving/gift.ts';
import { giftCsv } from '../giving/giftList.ts';
import { findGift } from '../giving/giftStore.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import { refundsOfGift } from '../giving/refundStore.ts';
import { html } from '../ground/html.ts';
import { lettersAbout } from '../ground/postDesk.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { openIncidentsOf } from '../incidents/store.ts';
import { disputesOf } from '../ledger/dispute.ts';
import { listTransfers } from '../ledger/store.ts';
import { chargesOf } from '../supporter/giftCharges.ts';
import { listEvents } from '../webhooks/eventStore.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { type GiftStory, giftView } from './giftPage.ts';
import { giftForm, readGiftQuery, searchGifts, wantedGifts } from './giftSearch.ts';
import { giftTable } from './giftTable.ts';
import { noneFound, pager } from './pager.ts';
import { notice } from './pieces.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

export interface GiftDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
}

type Needs = Pick<GiftDoorsDependencies, 'db' | 'accounts'>;

/** All that is known of a gift, from our books and, where it answers, from Stripe. */
async function storyOf({ db, accounts }: Needs, gift: Gift): Promise<GiftStory> {
  const charges = await chargesOf({ db, accounts }, gift).catch(() => undefined);
  // News of a refund or a dispute names the payment alone.
  const paid = charges?.map(({ id }) => id) ?? [];
  const naming = [gift.pledgeId, gift.subscriptionId, gift.paymentIntentId, ...paid].filter(
    (one) => one !== null,
  );
  const [pledge, transfers, events, disputes, letters, incidents, refunds, staff] =
    await Promise.all([
      findPledge(db, gift.pledgeId),
      listTransfers(db, { giftId: gift.id, limit: 200 }),
      listEvents(db, { naming, limit: 50 }),
      disputesOf(db, gift.id),
      lettersAbout(db, gift.id),
      openIncidentsOf(db, { giftId: gift.id }),
      refundsOfGift(db, gift.id),
      listStaff(db),
    ]);
  const kept = { gift, pledge, charges, transfers, events };
  const staffById = new Map(staff.map((one) => [one.id, one]));
  return { ...kept, disputes, letters, incidents, refunds, staff: staffById };
}

const doneWords = {
  refunded: 'refundSent',
  waits: 'refundWaits',
  declined: 'refundDeclined',
  withdrawn: 'refundWithdrawn',
  later: 'ended_later',
  now: 'ended_now',
  never: 'ended_undone',
  mailed: 'portalMailed',
} as const;

function doneNotice({ say }: MemberVisit, done: unknown) {
  const known = Object.keys(doneWords).find((one) => one === done);
  return known !== undefined && notice(say(doneWords[known as keyof typeof doneWords]));
}

/** A gift by its id. @throws Problem not_found */
export async function needGift(db: Needs['db'], id: unknown): Promise<Gift> {
  const gift = await findGift(db, String(id));
  if (!gift) throw new Problem('not_found');
  return gift;
}

/** A gift's page. @param done what to say on top of it */
export const giftPageOf = async (
  dependencies: Needs,
  visit: MemberVisit,
  gift: Gift,
  done: ReturnType<typeof notice> | false,
): Promise<string> => giftView(visit, await storyOf(dependencies, gift), done);

/** Gifts: the list, and the whole story of one. */
export function giftDoors(dependencies: GiftDoorsDependencies): Door[] {
  const { db, publishers } = dependencies;
  return [
    {
      method: 'get',
      path: '/gifts',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say } = visit;
        const asked = readGiftQuery(askedOf(req));
        const page = await searchGifts(dependencies, visit, asked);
        const compared =
          page.compared !== undefined &&
          html`<p class="hint">${say('lastFourCompared', { n: page.compared })}</p>`;
        res.send(
          memberPage(visit, {
            title: say('gifts'),
            page: '/console/gifts',
            lead: say('giftsLead'),
            body: html`${giftForm(visit, publishers, asked)}${compared}${page.data.length > 0 ? giftTable(visit, page.data) : noneFound(visit, req, ['noGifts', 'noMoneyHint'])}${pager(visit, req, page.nextCursor, '/console/gifts.csv')}`,
          }),
        );
      },
    },
    csvDoor(dependencies, '/gifts.csv', (req, visit) =>
      giftCsv(db, wantedGifts(visit, publishers, readGiftQuery(askedOf(req)))),
    ),
    {
      method: 'get',
      path: '/gifts/:id',
      needs: 'viewer',
      async serve(visit, req, res) {
        const gift = await needGift(db, req.params.id);
        res.send(await giftPageOf(dependencies, visit, gift, doneNotice(visit, req.query.done)));
      },
    },
  ];
}
