import { type Clock, dayMs, plusMs } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { orderLetter } from '../ground/post.ts';
import { type Database, type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { alertedKinds } from './alertKinds.ts';
import type { AlertRecipients } from './alertRecipients.ts';

/** The incidents that one letter tells of, by their ids. */
export interface AlertFacts extends Record<string, unknown> {
  /** Which of the recipients it goes to. */
  readonly to: string;
  readonly opened: readonly number[];
  readonly still: readonly number[];
  readonly over: readonly number[];
}

interface Due {
  readonly id: number;
  readonly publisher: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly toldOpenAt: Date | null;
  /** When the last letter said that it is open. */
  readonly toldAt: Date | null;
}

export interface OrderAlertsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly recipients: AlertRecipients;
}

/** How long news waits for more of it, so that what comes together goes in one letter. */
const gatherMs = 3 * 60_000;
const reminderMs = dayMs;
const most = 500;

// The rows stay locked until the letter is ordered: a second process waits, and then finds them told.
async function untoldOrOpen(tx: Queryable): Promise<Due[]> {
  const { rows } = await tx.query<Record<string, unknown>>(
    `select id, publisher, opened_at, closed_at, told_open_at, coalesce(reminded_at, told_open_at) as told_at from incident
     where kind = any($1::text[]) and (told_open_at is null or closed_at is null or told_closed_at is null)
     order by id limit ${most} for update`,
    [alertedKinds],
  );
  return rows.map((row) => ({
    id: toInteger(row.id),
    publisher: row.publisher as string,
    openedAt: row.opened_at as Date,
    closedAt: row.closed_at as Date | null,
    toldOpenAt: row.told_open_at as Date | null,
    toldAt: row.told_at as Date | null,
  }));
}

const idsOf = (incidents: readonly Due[]) => incidents.map(({ id }) => id);

const markTold = (
  tx: Transaction,
  incidents: readonly Due[],
  columns: 'told_open_at' | 'told_closed_at' | 'reminded_at',
  now: Date,
) =>
  tx.query(`update incident set ${columns} = $2 where id = any($1::bigint[])`, [
    idsOf(incidents),
    now,
  ]);

/** Orders letters about incidents that began, are over, or are open for a day more. */
export function createOrderAlerts({ db, clock, recipients }: OrderAlertsDependencies) {
  /** One transaction: whoever dies in it has told nobody, and whoever comes after tells it. */
  return async function orderAlerts(): Promise<void> {
    const now = clock.now();
    const ripeAt = plusMs(now, -gatherMs);
    await db.transaction(async (tx) => {
      const due = await untoldOrOpen(tx);
      // Over before anybody was told: nobody has to do anything.
      const brief = due.filter((one) => !one.toldOpenAt && one.closedAt);
      await markTold(tx, brief, 'told_open_at', now);
      await markTold(tx, brief, 'told_closed_at', now);
      const opened = due.filter((one) => !one.toldOpenAt && !one.closedAt);
      const over = due.filter((one) => one.toldOpenAt && one.closedAt);
      // All that is open is reminded of at once: else each would have a letter of its own every day.
      const open = due.filter((one) => one.toldOpenAt && !one.closedAt);
      const isDayOld = open.some(({ toldAt }) => toldAt! <= plusMs(now, -reminderMs));
      const still = isDayOld ? open : [];
      const isRipe =
        still.length > 0 ||
        opened.some(({ openedAt }) => openedAt <= ripeAt) ||
        over.some(({ closedAt }) => closedAt! <= ripeAt);
      if (!isRipe) return;
      await markTold(tx, opened, 'told_open_at', now);
      await markTold(tx, over, 'told_closed_at', now);
      await markTold(tx, still, 'reminded_at', now);
      const publishers = new Set([...opened, ...over, ...still].map(({ publisher }) => publisher));
      const about = newId('alert');
      for (const to of recipients.tags()) {
        const facts: AlertFacts = {
          to,
          opened: idsOf(opened),
          still: idsOf(still),
          over: idsOf(over),
        };
        const publisher = publishers.size === 1 ? [...publishers][0]! : '*';
        await orderLetter(
          tx,
          { id: `${about}:${to}`, kind: 'alert', publisher, about, facts, dueAt: now },
          now,
        );
      }
    });
  };
}
