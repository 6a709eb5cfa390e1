import type { Clock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { letterMark } from './ground/letterMark.ts';
import { type Mailer, noMailer } from './ground/mail.ts';
import { createOutbox, type Outbox } from './ground/outbox.ts';
import type { Secrets } from './ground/secrets.ts';
import { createSmtpMailer } from './ground/smtpMailer.ts';
import type { Database } from './ground/sql.ts';

/** How letters leave: by the configured mail server, else into the outbox of the sandbox; with neither, not at all. */
export function createMailer({
  config: { smtpUrl, mailFrom, sandboxPort },
  ...kept
}: {
  config: Config;
  db: Database;
  clock: Clock;
  secrets: Secrets;
}): Mailer | Outbox {
  const markOf = (id: string) => letterMark(kept.secrets, id);
  if (smtpUrl && mailFrom) return createSmtpMailer({ url: smtpUrl, from: mailFrom, markOf });
  return sandboxPort === undefined ? noMailer : createOutbox(kept);
}
