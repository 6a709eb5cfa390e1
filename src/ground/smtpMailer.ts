import { createTransport } from 'nodemailer';
import { type Letter, type Mailer, MailRefused, MailUncertain } from './mail.ts';

export interface SmtpOptions {
  /** smtp:// or smtps://, with name and password where the server wants them. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  /** The name of a letter outside of here, by which it is known when it comes back. */
  readonly markOf?: ((id: string) => string) | undefined;
}

const onThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** The mail server's settings. Nothing leaves this machine unencrypted, unless the address ends in ?tls=no. */
function transportOf(url: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const secure = protocol === 'smtps:';
  const plain = searchParams.get('tls') === 'no';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ignoreTLS: plain,
    requireTLS: !secure && !plain && !onThisMachine(hostname),
    ...(username && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    pool: true as const,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Letters are made here and hold no files: nothing is read from disk or fetched for them.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly syscall?: string;
}

/** What an error of the mail server means for the letter; its own words can quote the address, so they are not passed on. */
function meaningOf(error: SmtpError): Error {
  const { code, responseCode, syscall } = error;
  // 5xx is for good, 4xx passes: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
  if (responseCode && responseCode >= 500 && code !== 'EAUTH')
    return new MailRefused(`the mail server refused it for good (${responseCode})`);
  const wasNotTaken =
    responseCode || syscall === 'connect' || ['EAUTH', 'EDNS', 'ETLS'].includes(code ?? '');
  if (wasNotTaken) return new Error(`the mail server did not take it (${responseCode ?? code})`);
  return new MailUncertain(`the connection to the mail server broke (${code})`);
}

const plainMark = (id: string) => id.replace(/[^A-Za-z0-9._-]/g, '-');

/** Addresses as objects: in a text, a comma would make two recipients of one. */
function messageOf(letter: Letter, { from, markOf = plainMark }: SmtpOptions) {
  const domain = from.address.split('@')[1]!;
  const mark = markOf(letter.id);
  const { unsubscribeUrl } = letter;
  return {
    messageId: `<${mark}@${domain}>`,
    // Where the server can (RFC 3461): what comes back names the letter, and holds nothing of what it said.
    dsn: { id: mark, return: 'headers', notify: 'failure' },
    from: { name: letter.fromName || from.name, address: from.address },
    to: { name: '', address: letter.to },
    ...(letter.replyTo && { replyTo: { name: '', address: letter.replyTo } }),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    headers: {
      'Content-Language': letter.locale,
      // Says to other machines: written by one, answer to none. https://www.rfc-editor.org/rfc/rfc3834
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

/** Sends letters through a mail server. */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const transport = createTransport(transportOf(options.url));
  return {
    kind: 'smtp',
    // Providers throttle who sends faster.
    perSecond: 10,
    async send(letter) {
      try {
        await transport.sendMail(messageOf(letter, options));
      } catch (error) {
        throw meaningOf(error as SmtpError);
      }
    },
    close: async () => transport.close(),
  };
}
