import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { type Door, formOf } from './door.ts';
import { type Invite, staffName } from './invite.ts';
import { roles } from './role.ts';
import { linkPage, staffPage } from './staffPage.ts';
import { findStaff, listStaff } from './staffStore.ts';

export interface StaffDoorsDependencies {
  readonly db: Database;
  readonly invite: Invite;
}

/** Who gets in: the list, one more, and another link. */
export function staffDoors({ db, invite }: StaffDoorsDependencies): Door[] {
  return [
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
