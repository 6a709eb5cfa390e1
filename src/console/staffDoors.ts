import type { CsvTable } from '../ground/csv.ts';
import { Problem } from '../ground/problem.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import { type Door, formOf } from './door.ts';
import { type Invite, staffName } from './invite.ts';
import { roles } from './role.ts';
import { linkPage, staffPage } from './staffPage.ts';
import { findStaff, listStaff, type Staff } from './staffStore.ts';

export interface StaffDoorsDependencies extends CsvDoorDependencies {
  readonly invite: Invite;
}

/** Who may come in, as a table for spreadsheets. */
const staffCsv = (db: CsvDoorDependencies['db']): CsvTable<Staff> => ({
  name: 'staff',
  columns: ['id', 'name', 'role', 'created_at', 'closed_at'],
  lines: (one) => [[one.id, one.name, one.role, one.createdAt, one.closedAt]],
  pages: async () => ({ data: await listStaff(db), nextCursor: null }),
});

/** Who gets in: the list, one more, and another link. */
export function staffDoors(dependencies: StaffDoorsDependencies): Door[] {
  const { db, invite } = dependencies;
  return [
    csvDoor(dependencies, '/staff.csv', () => staffCsv(db), 'admin'),
    {
      method: 'get',
      path: '/staff',
      needs: 'admin',
      serve: async (visit, req, res) =>
        void res.send(staffPage(visit, { staff: await listStaff(db), done: req.query.done })),
    },
    {
      method: 'post',
      path: '/staff',
      needs: 'admin',
      async serve(visit, req, res) {
        const { say, who } = visit;
        const form = formOf(req);
        const name = String(form.name ?? '')
          .trim()
          .toLowerCase();
        const role = roles.find((one) => one === form.role) ?? 'viewer';
        const added = staffName.test(name) ? await invite.add({ name, role }, who.staffId) : null;
        if (added) return void res.send(linkPage(visit, name, added));
        const says = added === null ? say('addStaffHint') : say('nameTaken');
        const faults = [{ field: 'name', says }];
        const given = { name: name.slice(0, 100), role };
        res.status(400).send(staffPage(visit, { staff: await listStaff(db), faults, given }));
      },
    },
    {
      method: 'post',
      path: '/staff/:id/link',
      needs: 'admin',
      async serve(visit, req, res) {
        const staff = await findStaff(db, String(req.params.id));
        const made = staff && (await invite.again(staff.id, visit.who.staffId));
        if (!staff || !made) throw new Problem('not_found');
        res.send(linkPage(visit, staff.name, made));
      },
    },
  ];
}
