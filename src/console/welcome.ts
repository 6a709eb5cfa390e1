import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import { findLink, useLink } from './linkStore.ts';
import { hashPassword, passwordFault } from './password.ts';
import { makeRecoveryCodes } from './recoveryCodes.ts';
import type { SecondFactor } from './secondFactor.ts';
import { beginSession, endSessions } from './sessionStore.ts';
import { findStaff, type Staff, setCredentials } from './staffStore.ts';
import type { Word } from './words.ts';

export interface WelcomeDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secondFactor: SecondFactor;
}

export interface Chosen {
  readonly password: string;
  readonly again: string;
  readonly code: string;
}

export type Welcomed =
  | { readonly faults: readonly { field: keyof Chosen; word: Word }[] }
  | { readonly session: string; readonly recoveryCodes: readonly string[] };

/** What a one-time link leads to: its person chooses a password and a second factor, and is in. */
export function createWelcome({ db, clock, secondFactor }: WelcomeDependencies) {
  async function guest(token: string): Promise<Staff | undefined> {
    const staffId = await findLink(db, token, 'welcome', clock.now());
    const staff = staffId ? await findStaff(db, staffId) : undefined;
    return staff && staff.closedAt === null ? staff : undefined;
  }

  /** @returns undefined where the link has ended */
  async function settle(
    token: string,
    chosen: Chosen,
    client: string,
  ): Promise<Welcomed | undefined> {
    const staff = await guest(token);
    if (!staff) return undefined;
    const now = clock.now();
    const step = secondFactor.offeredStep(token, chosen.code, now);
    const easy = passwordFault(chosen.password, staff.name);
    const faults: { field: keyof Chosen; word: Word }[] = [];
    if (easy) faults.push({ field: 'password', word: easy });
    if (chosen.password !== chosen.again) faults.push({ field: 'again', word: 'passwordsDiffer' });
    if (step === undefined) faults.push({ field: 'code', word: 'codeWrong' });
    if (faults.length > 0 || step === undefined) return { faults };
    const passwordHash = await hashPassword(chosen.password);
    return db.transaction(async (tx) => {
      if (!(await useLink(tx, token, now))) return undefined;
      const totpSealed = secondFactor.seal(token, staff.id);
      await setCredentials(tx, staff.id, { passwordHash, totpSealed, step });
      const recoveryCodes = await makeRecoveryCodes(tx, staff.id);
      // Whoever was in by the old password is out.
      await endSessions(tx, { staffId: staff.id, now });
      await note(tx, clock, { actor: staff.id, act: 'credentials_set' });
      await note(tx, clock, { actor: staff.id, act: 'signed_in' });
      const session = await beginSession(tx, { staffId: staff.id, client, now });
      return { session, recoveryCodes };
    });
  }

  return { guest, settle };
}

export type Welcome = ReturnType<typeof createWelcome>;
