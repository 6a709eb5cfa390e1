import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import type { Limits } from '../ground/limits.ts';
import type { Database, Transaction } from '../ground/sql.ts';
import { isPassword } from './password.ts';
import { isRecoveryCode, useRecoveryCode } from './recoveryCodes.ts';
import type { SecondFactor } from './secondFactor.ts';
import { beginSession } from './sessionStore.ts';
import { findStaffByName, type Staff, useStep } from './staffStore.ts';

export interface SignInDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly secondFactor: SecondFactor;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Six digits from an app, or a recovery code. */
  readonly code: string;
  readonly address: string;
  readonly client: string;
}

// Who guesses gets slow: by their address, by the account at their address, and by the account wherever they are. The
// last is wide, or anybody could keep a colleague out.
const tries = {
  address: { points: 30, seconds: 600 },
  here: { points: 6, seconds: 600 },
  account: { points: 60, seconds: 3600 },
};

/** Signs people in by password and second factor; the answer says nothing of which of them was wrong, or of who there is. */
export function createSignIn({ db, clock, limits, secondFactor }: SignInDependencies) {
  const byAddress = limits('console address', tries.address);
  const byHere = limits('console account here', tries.here);
  const byAccount = limits('console account', tries.account);

  async function useSecondFactor(tx: Transaction, staff: Staff, code: string): Promise<boolean> {
    const now = clock.now();
    if (isRecoveryCode(code)) return useRecoveryCode(tx, staff.id, code, now);
    const step = secondFactor.step(staff.totpSealed ?? '', staff.id, code, now);
    return step !== undefined && useStep(tx, staff.id, step);
  }

  /**
   * @returns the id of a new session, or undefined where something was wrong
   * @throws Problem too_many_requests
   */
  return async function signIn(given: Credentials): Promise<string | undefined> {
    const name = given.name.trim().toLowerCase();
    await byAddress.take(given.address);
    await byHere.take(`${given.address} ${name}`);
    await byAccount.take(name);
    const staff = await findStaffByName(db, name);
    const known = await isPassword(given.password, staff?.passwordHash ?? null);
    return db.transaction(async (tx) => {
      if (!staff) return undefined;
      const open = known && staff.closedAt === null;
      if (!open || !(await useSecondFactor(tx, staff, given.code))) {
        await note(tx, clock, { actor: staff.id, act: 'sign_in_refused' });
        return undefined;
      }
      const now = clock.now();
      await note(tx, clock, { actor: staff.id, act: 'signed_in' });
      return beginSession(tx, { staffId: staff.id, client: given.client, now });
    });
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
