import type { Clock } from './clock.ts';
import { ConfigError } from './config.ts';
import type { Log } from './log.ts';
import { createSecrets, lostSecret, type Secrets, secretsIn } from './secrets.ts';
import type { Database, Queryable, Transaction } from './sql.ts';

/** Hashes that are kept or were sent out, and so have to be the same when APP_SECRET is another. */
export const keptPurposes = [
  'reader',
  'article',
  'request',
  'person',
  'reminder id',
  'reminder code',
  'reminder letter',
  'way back',
  'manage',
  'supporter',
  'pass subject',
  'alert recipient',
  'letter',
  'returned',
] as const;

const sealedAs = 'kept key';

const wrongSecret =
  'APP_SECRET is not the one that this database is used with: put that one behind it, APP_SECRET=<new>,<former> (one made by itself is in DATA_DIR/app-secret); ' +
  `where nobody has it any more, APP_SECRET=<new>,${lostSecret} goes on without what it sealed, and without snoozes and links in letters`;
const tooEarly =
  'APP_SECRET was changed, and not all that the former one sealed is sealed anew: put it behind once more, APP_SECRET=<new>,<former>, ' +
  `until "npx smallfavor secret check" says that it may go; where nobody has it any more, APP_SECRET=<new>,${lostSecret}`;
const ambiguous =
  'APP_SECRET holds several secrets, and this database knows none of them yet: start once with the one that it was used with';

const store = (tx: Transaction, secrets: Secrets, purpose: string, key: Buffer) =>
  tx.query(
    `insert into kept_key (purpose, sealed) values ($1, $2)
     on conflict (purpose) do update set sealed = excluded.sealed`,
    [purpose, secrets.seal(sealedAs, key.toString('base64url'), purpose)],
  );

/** The kept keys as they are in the database, and whether a former secret sealed some. @throws ConfigError where none opens them */
async function readKept(tx: Transaction, secrets: Secrets, isLost: boolean) {
  const { rows } = await tx.query<{ purpose: string; sealed: string }>(
    'select purpose, sealed from kept_key',
  );
  const kept = new Map<string, Buffer>();
  let isFormer = false;
  for (const { purpose, sealed } of rows) {
    const opened = secrets.openSealed(sealedAs, Buffer.from(sealed, 'base64url'), purpose);
    if (!opened && !isLost) throw new ConfigError([wrongSecret]);
    isFormer ||= opened === undefined || opened.isFormer;
    if (opened) kept.set(purpose, Buffer.from(opened.bytes.toString('utf8'), 'base64url'));
  }
  return { kept, isFormer, isNew: rows.length === 0 };
}

async function mayGo(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query('select 1 from secret_change where done_at is null');
  return rows.length === 0;
}

const beginChange = (tx: Transaction, now: Date) =>
  tx.query(
    `insert into secret_change (began_at) values ($1)
     on conflict (is_latest) do update set began_at = excluded.began_at, done_at = null`,
    [now],
  );

/** Notes that nothing is left that only a former secret opens. */
export const endChange = (tx: Queryable, now: Date) =>
  tx.query('update secret_change set done_at = $1 where done_at is null', [now]);

/**
 * What is derived from APP_SECRET, for this database: when it was changed, hashes stay what they were, and a change begins.
 * @throws ConfigError where it is not the secret of this database, or where a former one is needed still
 */
export async function openSecrets(
  db: Database,
  { appSecret, clock, log }: { appSecret: string; clock: Clock; log: Log },
): Promise<Secrets> {
  const plain = createSecrets(appSecret);
  const isLost = secretsIn(appSecret).includes(lostSecret);
  return db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('smallfavor kept keys'))");
    const { kept, isFormer, isNew } = await readKept(tx, plain, isLost);
    if (isNew && plain.formers > 0) throw new ConfigError([ambiguous]);
    if (plain.formers === 0 && !isLost && !(await mayGo(tx))) throw new ConfigError([tooEarly]);
    const missing = keptPurposes.filter((purpose) => !kept.has(purpose));
    for (const purpose of missing) kept.set(purpose, plain.macKey(purpose));
    if (isFormer || missing.length > 0)
      for (const [purpose, key] of kept) await store(tx, plain, purpose, key);
    if (isFormer) {
      await beginChange(tx, clock.now());
      log.warn('APP_SECRET was changed: what the former one sealed is sealed anew');
    }
    // Nothing is left to be done for a secret that nobody has.
    if (isLost && plain.formers === 0) await endChange(tx, clock.now());
    return createSecrets(appSecret, kept);
  });
}
