import { note } from '../audit/store.ts';
import { type Clock, plusMs } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import { makeLink, welcomeHours } from './linkStore.ts';
import type { Role } from './role.ts';
import { addStaff, findStaff, findStaffByName } from './staffStore.ts';

export interface Invitation {
  readonly staffId: string;
  /** The one-time link; what is kept is a hash of it. */
  readonly url: string;
  readonly expiresAt: Date;
}

export interface InviteDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** Names that people sign in with: short, in small letters, without what would need care in a page or a shell. */
export const staffName = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}._@+-]{1,79}$/u;

/** Gives people their way in: a link that works once, for a day. */
export function createInvite({ db, clock, publicUrl }: InviteDependencies) {
  const welcome = async (tx: Parameters<typeof makeLink>[0], staffId: string) => {
    const expiresAt = plusMs(clock.now(), welcomeHours * 3_600_000);
    const token = await makeLink(tx, { staffId, purpose: 'welcome', expiresAt });
    return { staffId, url: `${publicUrl}/console/welcome/${token}`, expiresAt };
  };
  return {
    /** @returns undefined where the name is taken */
    add: (person: { name: string; role: Role }, actor: string): Promise<Invitation | undefined> =>
      db.transaction(async (tx) => {
        const staffId = await addStaff(tx, { ...person, at: clock.now() });
        if (!staffId) return undefined;
        const detail = `${person.name.trim().toLowerCase()}, ${person.role}`;
        await note(tx, clock, { actor, act: 'staff_added', subject: staffId, detail });
        return welcome(tx, staffId);
      }),
    /** A new link for somebody who lost the first, their phone or their password. What they had works until they use it. */
    again: (staffId: string, actor: string): Promise<Invitation | undefined> =>
      db.transaction(async (tx) => {
        const staff = await findStaff(tx, staffId);
        if (!staff || staff.closedAt !== null) return undefined;
        await note(tx, clock, { actor, act: 'staff_link_made', subject: staffId });
        return welcome(tx, staffId);
      }),
    /** The sandbox's own admin, and the address that leads in as long as the sandbox runs: its money is pretended. */
    demo: (): Promise<string> =>
      db.transaction(async (tx) => {
        const now = clock.now();
        const staffId =
          (await addStaff(tx, { name: 'demo', role: 'admin', at: now })) ??
          (await findStaffByName(tx, 'demo'))!.id;
        const expiresAt = plusMs(now, 30 * 24 * 3_600_000);
        const token = await makeLink(tx, { staffId, purpose: 'demo', expiresAt });
        return `${publicUrl}/console/demo/${token}`;
      }),
  };
}

export type Invite = ReturnType<typeof createInvite>;
