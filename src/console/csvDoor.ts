import type { Request } from 'express';
import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { type CsvTable, sendCsv } from '../ground/csv.ts';
import type { Database } from '../ground/sql.ts';
import type { Door, MemberVisit } from './door.ts';
import type { Role } from './role.ts';

export interface CsvDoorDependencies {
  readonly db: Database;
  readonly clock: Clock;
}

/** A list as a file, by the filters of its page. That it was taken out is noted before its first line leaves. */
export const csvDoor = <Row>(
  { db, clock }: CsvDoorDependencies,
  path: string,
  tableFor: (req: Request, visit: MemberVisit) => CsvTable<Row> | Promise<CsvTable<Row>>,
  needs: Role = 'viewer',
): Door => ({
  method: 'get',
  path,
  needs,
  async serve(visit, req, res) {
    const table = await tableFor(req, visit);
    const [, filters] = req.originalUrl.split('?');
    // Asked for first, so that what cannot be shown is not noted as taken.
    const first = await table.pages(undefined);
    const detail = filters ? decodeURIComponent(filters.replaceAll('+', ' ')).slice(0, 500) : null;
    await db.transaction((tx) =>
      note(tx, clock, {
        actor: visit.who.staffId,
        act: 'list_exported',
        subject: table.name,
        detail,
      }),
    );
    const pages = async (after: string | undefined) =>
      after === undefined ? first : table.pages(after);
    await sendCsv<Row>(res, { ...table, pages }, { isForPeople: true });
  },
});
