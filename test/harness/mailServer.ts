import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { freePort } from './startServer.ts';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly source: string;
  /** What the sender calls it outside of the letter (RFC 3461). */
  readonly envelopeId: string;
  readonly parsed: ParsedMail;
}

export interface MailServer {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Waits until this many letters have come. */
  waitFor(count: number): Promise<ReceivedMail[]>;
  stop(): Promise<void>;
}

/** A real mail server on this machine that keeps what it gets. */
export async function startMailServer(differs: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 200,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const bytes = Buffer.concat(chunks);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        // The types know nothing of it: https://github.com/nodemailer/smtp-server#dsn
        const { dsn } = session.envelope as { dsn?: { envid?: string } };
        const source = bytes.toString('utf8');
        const envelopeId = dsn?.envid ?? '';
        received.push({ to, source, envelopeId, parsed: await simpleParser(bytes) });
        done();
      });
    },
    ...differs,
  });
  server.on('error', () => {});
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    async waitFor(count) {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      return received;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
