import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type Clock, plusMs } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database, Queryable } from '../ground/sql.ts';

export interface PassKeysDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

interface KeyRow {
  readonly id: string;
  readonly publicKey: JWK;
  readonly sealed: string;
  readonly signsFrom: Date;
}

/** How long others may keep the public keys, in seconds; a new key is shown for twice that before it signs. */
export const keysLifeS = 300;
const leadMs = 2 * keysLifeS * 1000;
/** How long a key is still shown after another signs in its place: longer than any pass lives. */
const afterMs = 60 * 60_000;

const algorithm = 'EdDSA';
const purpose = 'pass key';

const readKeys = async (db: Queryable): Promise<KeyRow[]> => {
  const { rows } = await db.query<KeyRow>(
    `select id, public_key as "publicKey", sealed, signs_from as "signsFrom" from pass_key order by signs_from desc, id`,
  );
  return rows;
};

/** The keys that sign passes: made when first needed, changed without a pass that cannot be checked. */
export function createPassKeys({ db, clock, secrets }: PassKeysDependencies) {
  async function add(tx: Queryable, signsFrom: Date): Promise<string> {
    const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
    const id = newId('key');
    const mine = JSON.stringify(await exportJWK(pair.privateKey));
    const shown = { ...(await exportJWK(pair.publicKey)), kid: id, alg: algorithm, use: 'sig' };
    await tx.query(
      'insert into pass_key (id, public_key, sealed, signs_from, created_at) values ($1, $2::jsonb, $3, $4, $5)',
      [id, JSON.stringify(shown), secrets.seal(purpose, mine, id), signsFrom, clock.now()],
    );
    return id;
  }

  /** All keys, newest first; the first one is made here. Processes that find none at once take turns, and make one. */
  async function allKeys(): Promise<KeyRow[]> {
    const keys = await readKeys(db);
    if (keys.length > 0) return keys;
    return db.transaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext('pass key'))");
      if ((await readKeys(tx)).length === 0) await add(tx, clock.now());
      return readKeys(tx);
    });
  }

  const openKey = ({ id, sealed }: KeyRow) => {
    const mine = secrets.open(purpose, sealed, id);
    return mine === undefined ? undefined : { id, mine };
  };

  const madeAnew = () =>
    db.transaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext('pass key'))");
      const newest = (await readKeys(tx)).find(({ signsFrom }) => signsFrom <= clock.now());
      const known = newest && openKey(newest);
      if (known) return known;
      const id = await add(tx, clock.now());
      return openKey((await readKeys(tx)).find((key) => key.id === id)!)!;
    });

  return {
    /** The key that signs now. Where APP_SECRET was lost, and the key with it, one is made that signs at once. */
    async signing() {
      const keys = await allKeys();
      const present = keys.find(({ signsFrom }) => signsFrom <= clock.now()) ?? keys.at(-1)!;
      const { id, mine } = openKey(present) ?? (await madeAnew());
      return { id, algorithm, key: await importJWK(JSON.parse(mine) as JWK, algorithm) };
    },

    /** The public keys with which passes are checked now. */
    async shown(): Promise<JWK[]> {
      const keys = await allKeys();
      const since = plusMs(clock.now(), -afterMs);
      // A key is over once a newer one has signed for long enough.
      const end = keys.findIndex(({ signsFrom }) => signsFrom <= since);
      return keys.slice(0, end < 0 ? undefined : end + 1).map(({ publicKey }) => publicKey);
    },

    /** Adds a key that signs as soon as everybody can know it. */
    async rotate(): Promise<{ id: string; signsFrom: Date }> {
      await allKeys();
      const signsFrom = plusMs(clock.now(), leadMs);
      return { id: await add(db, signsFrom), signsFrom };
    },
  };
}

export type PassKeys = ReturnType<typeof createPassKeys>;
