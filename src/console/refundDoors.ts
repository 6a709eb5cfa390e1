import { z } from 'zod';
import { refundCsv, refundPage } from '../giving/refundList.ts';
import { html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import type { Refunds } from '../supporter/refunds.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door } from './door.ts';
import { pager } from './pager.ts';
import { empty } from './pieces.ts';
import { refundTable } from './refundTable.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

export interface RefundDoorsDependencies extends CsvDoorDependencies {
  readonly refunds: Refunds;
}

const words = { agree: 'agreed', decline: 'declined', withdraw: 'withdrawn' } as const;

const query = z.object(pageQuery);

const namesOfStaff = async (db: Database) =>
  new Map((await listStaff(db)).map((one) => [one.id, one.name]));

const listDoor = ({ db }: RefundDoorsDependencies): Door => ({
  method: 'get',
  path: '/refunds',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = validate(query, askedOf(req));
    const [{ data, nextCursor }, names] = await Promise.all([
      refundPage(db, asked),
      namesOfStaff(db),
    ]);
    const list =
      data.length > 0
        ? refundTable(visit, data, names)
        : empty(say('noRefunds'), say('noRefundsHint'));
    res.send(
      memberPage(visit, {
        title: say('refundRequests'),
        page: '/console/refunds',
        lead: say('refundsLead'),
        body: html`${list}${pager(visit, req, nextCursor, '/console/refunds.csv')}`,
      }),
    );
  },
});

/** Refunds that were ordered: the list, and a second person's word. */
export const refundDoors = (dependencies: RefundDoorsDependencies): Door[] => [
  csvDoor(dependencies, '/refunds.csv', async () =>
    refundCsv(dependencies.db, await namesOfStaff(dependencies.db)),
  ),
  listDoor(dependencies),
  ...(['agree', 'decline', 'withdraw'] as const).map(
    (word): Door => ({
      method: 'post',
      path: `/refunds/:id/${word}`,
      needs: 'finance',
      async serve({ who }, req, res) {
        const { giftId } = await dependencies.refunds.decide(
          who.staffId,
          String(req.params.id),
          words[word],
        );
        const done = word === 'agree' ? '?done=refunded' : '';
        res.redirect(303, `/console/gifts/${encodeURIComponent(giftId)}${done}`);
      },
    }),
  ),
];
