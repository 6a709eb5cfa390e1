import type { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import type { Config } from '../ground/config.ts';
import type { Log } from '../ground/log.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';

/** What the service reads at its start. */
export interface Settings {
  readonly config: Config;
  readonly publishers: Publishers;
  /** Root of all derived keys: for ground/secrets. */
  readonly appSecret: string;
}

/** The parts of the service itself, for verbs that change what no address lets anybody change. */
export interface House extends Omit<Settings, 'appSecret'> {
  readonly accounts: StripeAccounts;
  readonly secrets: Secrets;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a verb has to work with. */
export interface Operator {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the answer is for a program. */
  readonly json: boolean;
  /** Asks /v1/finance/<path>: of the service that runs, or, where none holds the database, of one made for this command. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Reads the settings, and opens nothing. @throws ConfigError */
  settings(): Settings;
  /** Opens the database in this process. @throws FolderInUse while the service holds the embedded one */
  house(): Promise<House>;
  /** Where long output goes: standard output. */
  write(text: string): Promise<void>;
  /** Standard input to its end; undefined where it is longer than that. */
  read(mostBytes: number): Promise<Uint8Array | undefined>;
}

/** What a verb has to say, and how it ended. */
export interface Report {
  /** For programs: printed by --json. */
  readonly data: unknown;
  /** For people: one line each. */
  readonly lines: readonly string[];
  readonly ending?: Ending;
}

/** Exit codes: done; could not be done; asked wrongly; done, and something is not as it should be; to be tried later (EX_TEMPFAIL of sysexits.h). */
export const endings = { done: 0, failed: 1, wrongUsage: 2, found: 3, tryLater: 75 } as const;
export type Ending = (typeof endings)[keyof typeof endings];

/** A verb of the command line. Its schema gives options, usage and faults; a flag is what takes `true`; words without an option are `words`. */
export interface Verb<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly says: string;
  /** The words after the verb, for the usage line, such as `<event>…`; none are taken where absent. */
  readonly takes?: string;
  readonly given: Schema;
  /** The exit code where it was not done, for callers with codes of their own. */
  readonly otherwise?: Ending;
  run(given: z.output<Schema>, operator: Operator): Promise<Report>;
}

/** Ties a verb's schema to what its `run` is given. */
export const verb = <Schema extends z.ZodObject>(one: Verb<Schema>): Verb => one as unknown as Verb;
