import type { Clock } from './clock.ts';
import type { Letter, Mailer } from './mail.ts';
import type { Secrets } from './secrets.ts';
import type { Database } from './sql.ts';

/** A letter that was not sent, and when that was. */
export interface KeptLetter extends Letter {
  readonly at: Date;
}

export interface Outbox extends Mailer {
  /** The latest letters, newest first. */
  latest(): Promise<KeptLetter[]>;
}

/** How many letters the outbox holds before the oldest go. */
const most = 100;

const purpose = 'outbox';

/** Keeps letters, sealed, where no mail server is: the sandbox shows them. */
export function createOutbox({
  db,
  clock,
  secrets,
}: {
  db: Database;
  clock: Clock;
  secrets: Secrets;
}): Outbox {
  return {
    kind: 'outbox',
    async send(letter) {
      await db.query(
        'insert into outbox (id, sealed, at) values ($1, $2, $3) on conflict (id) do nothing',
        [letter.id, secrets.seal(purpose, JSON.stringify(letter), letter.id), clock.now()],
      );
      await db.query(
        `delete from outbox where id in (select id from outbox order by at desc, id offset ${most})`,
      );
    },
    async latest() {
      const { rows } = await db.query<{ id: string; sealed: string; at: Date }>(
        `select id, sealed, at from outbox order by at desc, id limit ${most}`,
      );
      return rows.flatMap(({ id, sealed, at }) => {
        const text = secrets.open(purpose, sealed, id);
        return text === undefined ? [] : [{ ...(JSON.parse(text) as Letter), at }];
      });
    },
    close: async () => {},
  };
}
