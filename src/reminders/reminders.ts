import { personOf } from '../ground/address.ts';
import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { orderLetter } from '../ground/post.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import { type Secrets, tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { createChanges } from './changes.ts';
import { type FoundReminder, letterIdOf, type Reminder, type ReminderRequest } from './reminder.ts';
import {
  countReminders,
  eraseReminders,
  findByCode,
  findReminder,
  storeReminder,
  waitingFor,
} from './store.ts';
import { createWayBack } from './wayBack.ts';
import { withdrawOfReader } from './withdrawOfReader.ts';

export interface RemindersDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/** How many reminders may wait for one person; what is asked for beyond that looks the same and is never sent. */
const mostWaiting = 5;

const purpose = 'reminder';

/** Whom and where a reminder leads. */
export interface SealedFacts {
  readonly email: string;
  readonly article?: string | undefined;
}

/** One id for a request and its repetitions; who has no reader's id cannot be told from others, and gets one each. */
function idFor(
  secrets: Secrets,
  publisher: Publisher,
  person: string,
  { reader, on }: ReminderRequest,
): string {
  if (!reader) return newId('rem');
  const facts = JSON.stringify([publisher.id, person, on.toISOString().slice(0, 10), reader]);
  return `rem_${secrets.mac('reminder id', facts).slice(0, 22)}`;
}

/** The reminders that readers asked for. */
export function createReminders({ db, clock, secrets }: RemindersDependencies) {
  const personFor = (email: string) => secrets.mac('person', personOf(email)).slice(0, 22);
  // 96 bits: short enough that a header with its address is not folded, and beyond guessing.
  const codeOf = (id: string) => secrets.mac('reminder code', id).slice(0, 16);
  const letterCodeOf = (id: string) => secrets.mac('reminder letter', id).slice(0, 16);

  const find = (code: string): Promise<FoundReminder | undefined> =>
    findByCode(db, tokenHash(code));

  return {
    letterCodeOf,
    personFor,
    find,

    /** Keeps a reminder, in the place of one that waits for the same reader. Whether the address is known, is flooded already, or wants no letters does not show. @returns the code of its page */
    async remind(publisher: Publisher, request: ReminderRequest, locale: string): Promise<string> {
      const person = personFor(request.email);
      const known = idFor(secrets, publisher, person, request);
      const earlier = await findReminder(db, known);
      if (earlier?.status === 'waiting') return codeOf(known);
      const id = earlier ? newId('rem') : known;
      const now = clock.now();
      const { email, article, on: dueAt, reader } = request;
      const facts: SealedFacts = { email, article };
      const tag = reader ? readerTag(secrets, publisher.id, reader) : null;
      await db.transaction(async (tx) => {
        if (tag)
          await withdrawOfReader(tx, { publisher: publisher.id, readerTag: tag, except: id }, now);
        const mayWait = (await waitingFor(tx, person)) < mostWaiting;
        const isNew = await storeReminder(tx, {
          id,
          publisher: publisher.id,
          person,
          codeHash: tokenHash(codeOf(id)),
          letterHash: tokenHash(letterCodeOf(id)),
          readerTag: tag,
          sealed: secrets.seal(purpose, JSON.stringify(facts), id),
          locale,
          dueAt,
          createdAt: now,
        });
        if (!isNew || !mayWait) return;
        const letter = { id: letterIdOf(id), kind: purpose, publisher: publisher.id, about: id };
        await orderLetter(tx, { ...letter, dueAt }, now);
      });
      return codeOf(id);
    },

    /** Address and article of a reminder that waits. */
    factsOf({ id, sealed }: Reminder): SealedFacts | undefined {
      const text = sealed === null ? undefined : secrets.open(purpose, sealed, id);
      return text === undefined ? undefined : (JSON.parse(text) as SealedFacts);
    },

    /** Forgets all reminders of a person. Whom they asked not to write to them stays asked. @returns how many */
    erase: (email: string): Promise<number> =>
      db.transaction((tx) => eraseReminders(tx, personFor(email))),

    countOf: (email: string) => countReminders(db, personFor(email)),

    wayBack: createWayBack({ secrets, clock }),

    ...createChanges({ db, clock, secrets }),
  };
}

export type Reminders = ReturnType<typeof createReminders>;
