// A post office in a process of its own, to be killed while it sends. Run by node alone, on the built files.
import { systemClock } from '../../dist/ground/clock.js';
import { createLog } from '../../dist/ground/log.js';
import { createMetrics } from '../../dist/ground/metrics.js';
import { openPostgres } from '../../dist/ground/postgres.js';
import { createPostOffice } from '../../dist/ground/postOffice.js';
import { createSmtpMailer } from '../../dist/ground/smtpMailer.js';

const { DATABASE_URL, SMTP_URL } = process.env;
const from = { name: 'Support', address: 'support@press.example' };
const writer = {
  write: async ({ id }) => {
    const letter = { id, to: 'reader@example.org', fromName: '', locale: 'en' };
    return { ...letter, subject: id, text: id, html: `<p>${id}</p>` };
  },
};
createPostOffice({
  db: openPostgres({ url: DATABASE_URL, onError: () => {} }),
  clock: systemClock,
  mailer: createSmtpMailer({ url: SMTP_URL, from }),
  writers: { test: writer },
  log: createLog('silent'),
  metrics: createMetrics(),
  leaseS: 1,
  pollMs: 50,
}).start();
