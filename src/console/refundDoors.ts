import { latestRefunds } from '../giving/refundStore.ts';
import type { Database } from '../ground/sql.ts';
import type { Refunds } from '../supporter/refunds.ts';
import type { Door } from './door.ts';
import { empty } from './pieces.ts';
import { refundTable } from './refundTable.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

export interface RefundDoorsDependencies {
  readonly db: Database;
  readonly refunds: Refunds;
}

const words = { agree: 'agreed', decline: 'declined', withdraw: 'withdrawn' } as const;

/** Refunds that were ordered: the list, and a second person's word. */
export const refundDoors = ({ db, refunds }: RefundDoorsDependencies): Door[] => [
  {
    method: 'get',
    path: '/refunds',
    needs: 'viewer',
    async serve(visit, _req, res) {
      const { say } = visit;
      const [all, staff] = await Promise.all([latestRefunds(db), listStaff(db)]);
      const names = new Map(staff.map((one) => [one.id, one.name]));
      res.send(
        memberPage(visit, {
          title: say('refundRequests'),
          page: '/console/refunds',
          lead: say('refundsLead'),
          body:
            all.length > 0
              ? refundTable(visit, all, names)
              : empty(say('noRefunds'), say('noRefundsHint')),
        }),
      );
    },
  },
  ...(['agree', 'decline', 'withdraw'] as const).map(
    (word): Door => ({
      method: 'post',
      path: `/refunds/:id/${word}`,
      needs: 'finance',
      async serve({ who }, req, res) {
        const { giftId } = await refunds.decide(who.staffId, String(req.params.id), words[word]);
        const done = word === 'agree' ? '?done=refunded' : '';
        res.redirect(303, `/console/gifts/${encodeURIComponent(giftId)}${done}`);
      },
    }),
  ),
];
