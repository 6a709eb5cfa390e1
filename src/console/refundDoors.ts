import { refundCsv, refundFilter, refundPage } from '../giving/refundList.ts';
import { findRefund, type RefundRequest, refundStatuses } from '../giving/refundStore.ts';
import { type Html, html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import type { Refunds } from '../supporter/refunds.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { noneFound, pager } from './pager.ts';
import { select } from './pieces.ts';
import { mayOrder, refundTable, type StaffById } from './refundTable.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

export interface RefundDoorsDependencies extends CsvDoorDependencies {
  readonly refunds: Refunds;
}

const decisions = {
  agree: { to: 'agreed', done: 'refunded' },
  decline: { to: 'declined', done: 'declined' },
  withdraw: { to: 'withdrawn', done: 'withdrawn' },
} as const;
type Decision = keyof typeof decisions;

const query = refundFilter.extend(pageQuery);

const staffById = async (db: Database): Promise<StaffById> =>
  new Map((await listStaff(db)).map((one) => [one.id, one]));

const filterForm = ({ say }: MemberVisit, status: string | undefined): Html =>
  html`<form class="filter" action="/console/refunds">
${select({ name: 'status', label: say('status'), value: status, options: [['', say('any')], ...refundStatuses.map((one) => [one, say(`refund_${one}`)] as const)] })}
<button class="quiet">${say('show')}</button></form>`;

const listDoor = ({ db }: RefundDoorsDependencies): Door => ({
  method: 'get',
  path: '/refunds',
  needs: 'viewer',
  async serve(visit, req, res) {
    const { say } = visit;
    const asked = validate(query, askedOf(req));
    const [{ data, nextCursor }, staff] = await Promise.all([refundPage(db, asked), staffById(db)]);
    const list =
      data.length > 0
        ? refundTable(visit, data, staff)
        : noneFound(visit, req, ['noRefunds', 'noRefundsHint']);
    res.send(
      memberPage(visit, {
        title: say('refundRequests'),
        page: '/console/refunds',
        lead: say('refundsLead'),
        body: html`${filterForm(visit, asked.status)}${list}${pager(visit, req, nextCursor, '/console/refunds.csv')}`,
      }),
    );
  },
});

/** Why somebody cannot decide so, in words; undefined where they can. */
function whyNot(
  { say, who, now }: MemberVisit,
  { status, askedBy, expiresAt }: RefundRequest,
  decision: Decision,
  staff: StaffById,
): string | undefined {
  const stands = status === 'waiting' && expiresAt <= now ? 'expired' : status;
  if (stands !== 'waiting') return say('refundOver', { status: say(`refund_${stands}`) });
  const isOwn = askedBy === who.staffId;
  if (isOwn && decision !== 'withdraw') return say('refundOwn');
  if (!isOwn && decision === 'withdraw') return say('refundNotOwn');
  if (decision === 'agree' && !mayOrder(staff.get(askedBy))) return say('refundAskerGone');
  return undefined;
}

const decisionDoor = ({ db, refunds }: RefundDoorsDependencies, decision: Decision): Door => ({
  method: 'post',
  path: `/refunds/:id/${decision}`,
  needs: 'finance',
  async serve(visit, req, res) {
    const id = String(req.params.id);
    const [request, staff] = await Promise.all([findRefund(db, id), staffById(db)]);
    if (!request) throw new Problem('not_found');
    const detail = whyNot(visit, request, decision, staff);
    if (detail !== undefined) throw new Problem('conflict', { detail });
    const { to, done } = decisions[decision];
    const { giftId } = await refunds.decide(visit.who.staffId, id, to);
    res.redirect(303, `/console/gifts/${encodeURIComponent(giftId)}?done=${done}`);
  },
});

/** Refunds that were ordered: the list, and a second person's word. */
export const refundDoors = (dependencies: RefundDoorsDependencies): Door[] => [
  csvDoor(dependencies, '/refunds.csv', async (req) => {
    const names = [...(await staffById(dependencies.db))].map(
      ([id, { name }]) => [id, name] as const,
    );
    return refundCsv(dependencies.db, validate(refundFilter, askedOf(req)), new Map(names));
  }),
  listDoor(dependencies),
  ...(Object.keys(decisions) as Decision[]).map((one) => decisionDoor(dependencies, one)),
];
