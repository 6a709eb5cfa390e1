import { Secret, TOTP } from 'otpauth';
import type { Secrets } from '../ground/secrets.ts';

const period = 30;

const totpOf = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: 'smallfavor', label, secret, period, digits: 6 });

/** The time-based codes of a person (RFC 6238): made from their welcome link until they are taken over, then kept sealed. */
export function createSecondFactor(secrets: Secrets) {
  const secretOf = (linkToken: string): Secret => {
    const bytes = Buffer.from(secrets.mac('console second factor', linkToken), 'base64url');
    return new Secret({ buffer: Uint8Array.from(bytes.subarray(0, 20)).buffer });
  };

  /** @returns the step of time that a code belongs to, one step early or late at most; undefined where it is none */
  function stepOf(secret: Secret, code: string, now: Date): number | undefined {
    const token = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return undefined;
    const delta = totpOf(secret, '').validate({ token, timestamp: now.getTime(), window: 1 });
    return delta === null ? undefined : Math.floor(now.getTime() / 1000 / period) + delta;
  }

  return {
    /** What an app needs to be set up: the secret to type, and the address inside the QR code. */
    offer(linkToken: string, name: string): { secret: string; uri: string } {
      const secret = secretOf(linkToken);
      return { secret: secret.base32, uri: totpOf(secret, name).toString() };
    },
    offeredStep: (linkToken: string, code: string, now: Date): number | undefined =>
      stepOf(secretOf(linkToken), code, now),
    seal: (linkToken: string, staffId: string): string =>
      secrets.seal('console second factor', secretOf(linkToken).base32, staffId),
    step(sealed: string, staffId: string, code: string, now: Date): number | undefined {
      const base32 = secrets.open('console second factor', sealed, staffId);
      return base32 === undefined ? undefined : stepOf(Secret.fromBase32(base32), code, now);
    },
  };
}

export type SecondFactor = ReturnType<typeof createSecondFactor>;
