import { storeCode } from '../giving/codeStore.ts';
import type { Gift } from '../giving/gift.ts';
import { type Clock, plusMs } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import type { Publisher } from '../ground/publisher.ts';
import { type Secrets, sameSecret, tokenHash } from '../ground/secrets.ts';
import type { Queryable } from '../ground/sql.ts';

export interface LinksDependencies {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly publicUrl: string;
}

const minuteMs = 60_000;
const purpose = 'return url';

/** The links of letters and pages to supporters. */
export function createLinks({ clock, secrets, publicUrl }: LinksDependencies) {
  const tagOf = (giftId: string) => secrets.mac('manage', giftId).slice(0, 16);

  return {
    /** The page of a gift: whoever has the letter may use it, without signing in; nothing is stored for it. */
    manageUrl: ({ id }: Pick<Gift, 'id'>): string =>
      `${publicUrl}/gifts/${id.slice(4)}.${tagOf(id)}`,

    /** Where who does not know a charge on their statement finds out what it is. */
    chargeUrl: ({ id }: Pick<Publisher, 'id'>, locale: string): string =>
      `${publicUrl}/${id}/charge?locale=${locale}`,

    /** The gift whose page a link leads to, or undefined where nobody of ours made it. */
    giftIdIn(token: string): string | undefined {
      const [name = '', tag = ''] = token.split('.');
      return sameSecret(tag, tagOf(`gft_${name}`)) ? `gft_${name}` : undefined;
    },

    /** A link that signs in: once, within a quarter of an hour. */
    async signInUrl(tx: Queryable, giftId: string, returnUrl: string): Promise<string> {
      const code = newId('in');
      const hash = tokenHash(code);
      await storeCode(tx, {
        hash,
        purpose: 'sign-in',
        giftId,
        sealedReturnUrl: secrets.seal(purpose, returnUrl, hash),
        expiresAt: plusMs(clock.now(), 15 * minuteMs),
      });
      return `${publicUrl}/sign-in/${code}`;
    },

    returnUrlOf: (hash: string, sealed: string | null): string | undefined =>
      sealed === null ? undefined : secrets.open(purpose, sealed, hash),

    /** The way into the article, where the widget takes the key for this browser. */
    async handOverUrl(tx: Queryable, giftId: string, returnUrl: string): Promise<string> {
      const code = newId('sin');
      await storeCode(tx, {
        hash: tokenHash(code),
        purpose: 'hand-over',
        giftId,
        sealedReturnUrl: null,
        expiresAt: plusMs(clock.now(), 10 * minuteMs),
      });
      const url = new URL(returnUrl);
      url.hash = `smallfavor=${code}`;
      return url.href;
    },
  };
}

export type Links = ReturnType<typeof createLinks>;
