import { createHmac } from 'node:crypto';

/** Stripe's signature header: one v1 for each secret, keyed with the whole whsec_ text, over `t.body`. */
export function signatureOf(body: string, secrets: readonly string[], at: number): string {
  const marks = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
  );
  return [`t=${at}`, ...marks].join(',');
}
