import { createMailer } from './createMailer.ts';
import { createBounces } from './ground/bounces.ts';
import type { Clock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { createJob } from './ground/jobs.ts';
import { createLetterWords } from './ground/letterTexts.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import { countLetters } from './ground/postDesk.ts';
import { createPostOffice } from './ground/postOffice.ts';
import type { Publishers } from './ground/readPublishers.ts';
import type { Secrets } from './ground/secrets.ts';
import type { Writers } from './ground/sendLetter.ts';
import type { Database } from './ground/sql.ts';
import type { StripeAccounts } from './ground/stripeAccounts.ts';
import { createAlerts } from './incidents/alerts.ts';
import { createReminders } from './reminders/reminders.ts';
import { createReminderWriter } from './reminders/writer.ts';
import { createAnnounce } from './supporter/announce.ts';
import { createGiftWriters } from './supporter/giftWriters.ts';
import { createLinks } from './supporter/links.ts';
import { createSignIn } from './supporter/signIn.ts';

export interface LettersDependencies {
  readonly config: Config;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly leaseS: number | undefined;
  readonly lettersEveryMs: number | undefined;
}

/** All that writes to readers and to staff: who writes what, and the office that sends it. */
export function createLetters(dependencies: LettersDependencies) {
  const { config, db, metrics, lettersEveryMs } = dependencies;
  const mailer = createMailer(dependencies);
  const words = createLetterWords();
  const reminders = createReminders(dependencies);
  const links = createLinks({ ...dependencies, publicUrl: config.publicUrl });
  const common = { ...dependencies, words, links, publicUrl: config.publicUrl };
  const signIn = createSignIn(common);
  const alerts = createAlerts({ ...common, mailer, alertsTo: config.alertsTo });
  const writers: Writers = {
    reminder: createReminderWriter({ ...common, reminders }),
    ...createGiftWriters(common),
    'sign-in': signIn.writer,
    alert: alerts.writer,
  };
  metrics.gauge(
    'smallfavor_letters_for_staff',
    'Letters that failed or may not have been sent',
    async () => {
      const { failed = 0, review = 0 } = await countLetters(db);
      return failed + review;
    },
  );
  const bounces = createBounces({ ...dependencies, writers });
  const office = { ...dependencies, mailer, writers, isReturned: bounces.isReturned };
  const post = createPostOffice({ ...office, pollMs: lettersEveryMs });
  const announce = createAnnounce(dependencies);
  const announcing = createJob({
    name: 'announce',
    everyMs: lettersEveryMs ?? 10_000,
    work: async () => {
      await announce();
      post.poke();
    },
    log: dependencies.log,
  });
  const jobs = [post, announcing, ...alerts.jobs];
  return {
    mailer,
    words,
    reminders,
    links,
    signIn,
    alerts,
    bounces,
    letterJobs: mailer.kind === 'none' ? [] : jobs,
  };
}
