import { newId } from '../ground/ids.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Mailer } from '../ground/mail.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { createAlertRecipients } from './alertRecipients.ts';
import { type AlertWriterDependencies, createAlertWriter } from './alertWriter.ts';
import { createOrderAlerts, type OrderAlertsDependencies } from './orderAlerts.ts';

export interface AlertsDependencies
  extends Omit<AlertWriterDependencies & OrderAlertsDependencies, 'recipients'> {
  readonly db: Database;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly mailer: Mailer;
  /** The addresses of ALERTS_TO. */
  readonly alertsTo: readonly string[];
}

/** How a trial letter fared with the mail server. */
export interface TriedAlert {
  readonly to: string;
  /** Why it was not taken; null where it was. */
  readonly error: string | null;
}

/** Letters to staff when something goes wrong: who writes them, who orders them, and how they are tried. */
export function createAlerts(dependencies: AlertsDependencies) {
  const { db, secrets, log, mailer, alertsTo } = dependencies;
  const recipients = createAlertRecipients(alertsTo, secrets);
  const { writer, trial } = createAlertWriter({ ...dependencies, recipients });
  const order = createOrderAlerts({ ...dependencies, recipients });
  const job: Job = createLeasedJob({
    db,
    name: 'alerts',
    everyS: 30,
    leaseS: 60,
    lookMs: 15_000,
    log,
    async work() {
      await order();
      return {};
    },
  });

  async function tryOne(to: string): Promise<TriedAlert> {
    try {
      await mailer.send(trial(newId('alert'), to));
      return { to, error: null };
    } catch (error) {
      return { to, error: error instanceof Error ? error.message : 'it was not sent' };
    }
  }

  return {
    writer,
    order,
    /** Nothing is ordered where nobody is to be told. */
    jobs: recipients.addresses.length === 0 ? [] : [job],
    /** Sends one letter to each recipient now. @returns how each fared; an error of the mail server throws nothing */
    tryAll: (): Promise<TriedAlert[]> => Promise.all(recipients.addresses.map(tryOne)),
  };
}

export type Alerts = ReturnType<typeof createAlerts>;
