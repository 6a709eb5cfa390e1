import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { Problem } from '../ground/problem.ts';
import type { Database, Transaction } from '../ground/sql.ts';
import { type Door, formOf, type MemberVisit } from './door.ts';
import { roles } from './role.ts';
import { endSessions } from './sessionStore.ts';
import { findStaff, otherAdmins, type Staff, setClosed, setRole } from './staffStore.ts';

export interface StaffChangeDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
}

const saved = '/console/staff?done=saved';

/** @returns what changes a person, but never so that nobody is left who could change it back. */
const createChange =
  (db: Database) =>
  async (
    id: string,
    losesAdmin: (staff: Staff) => boolean,
    write: (tx: Transaction, staff: Staff) => Promise<void>,
    say: MemberVisit['say'],
  ): Promise<void> => {
    await db.transaction(async (tx) => {
      // One at a time: two admins who close each other at once must not both succeed.
      await tx.query("select pg_advisory_xact_lock(hashtext('smallfavor staff'))");
      const staff = await findStaff(tx, id);
      if (!staff) throw new Problem('not_found');
      if (staff.role === 'admin' && losesAdmin(staff) && (await otherAdmins(tx, id)) === 0)
        throw new Problem('conflict', { detail: say('lastAdmin') });
      await write(tx, staff);
    });
  };

/** What changes about a person: their role, and whether they may come in at all. */
export function staffChangeDoors({ db, clock }: StaffChangeDoorsDependencies): Door[] {
  const change = createChange(db);
  return [
    {
      method: 'post',
      path: '/staff/:id/role',
      needs: 'admin',
      async serve({ who, say }, req, res) {
        const role = roles.find((one) => one === formOf(req).role);
        if (!role) throw new Problem('invalid_request');
        const write = async (tx: Transaction, { id, role: before }: Staff) => {
          if (before === role) return;
          await setRole(tx, id, role);
          const detail = `${before} → ${role}`;
          await note(tx, clock, {
            actor: who.staffId,
            act: 'staff_role_changed',
            subject: id,
            detail,
          });
        };
        await change(String(req.params.id), () => role !== 'admin', write, say);
        res.redirect(303, saved);
      },
    },
    {
      method: 'post',
      path: '/staff/:id/close',
      needs: 'admin',
      async serve({ who, say }, req, res) {
        const write = async (tx: Transaction, { id }: Staff) => {
          const now = clock.now();
          await setClosed(tx, id, now);
          await endSessions(tx, { staffId: id, now });
          await note(tx, clock, { actor: who.staffId, act: 'staff_closed', subject: id });
        };
        await change(String(req.params.id), () => true, write, say);
        res.redirect(303, saved);
      },
    },
    {
      method: 'post',
      path: '/staff/:id/open',
      needs: 'admin',
      async serve({ who, say }, req, res) {
        const write = async (tx: Transaction, { id }: Staff) => {
          await setClosed(tx, id, null);
          await note(tx, clock, { actor: who.staffId, act: 'staff_opened', subject: id });
        };
        await change(String(req.params.id), () => false, write, say);
        res.redirect(303, saved);
      },
    },
  ];
}
