/** A letter to one person, in both of its forms. */
export interface Letter {
  /** The same for every try at the same letter; becomes its Message-ID. */
  readonly id: string;
  /** One address, as parseAddress gives it. */
  readonly to: string;
  /** The name it comes from, beside the operator's address. */
  readonly fromName: string;
  readonly replyTo?: string | undefined;
  /** BCP 47 tag of its language. */
  readonly locale: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one press or one POST ends such letters (RFC 8058); short, since some signers break folded headers. */
  readonly unsubscribeUrl?: string | undefined;
}

/** Sends letters: through a mail server, into the sandbox's outbox, or not at all. */
export interface Mailer {
  readonly kind: 'smtp' | 'outbox' | 'none';
  /** How many letters may leave in a second, in all processes together; any number where absent. */
  readonly perSecond?: number;
  /** @throws MailRefused or MailUncertain; any other error says that it was not taken now, but may be later */
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

/** The letter will never be taken: there is no such person, or no mail server at all. The message names no address. */
export class MailRefused extends Error {}

/** The connection broke while the letter was handed over: it may have been taken or not. */
export class MailUncertain extends Error {}

/** Where neither a mail server nor a sandbox is. */
export const noMailer: Mailer = {
  kind: 'none',
  send: async () => {
    throw new MailRefused('no mail server is configured: set SMTP_URL');
  },
  close: async () => {},
};
