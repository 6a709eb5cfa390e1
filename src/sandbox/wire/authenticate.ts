import { idFrom } from '../store/stripeId.ts';
import { ApiError } from './apiError.ts';

const shortest = 12;

/** The key of a request: a bearer token, or the name of basic authentication as curl -u sends it. */
function keyOf(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (!scheme || !value) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  return Buffer.from(value, 'base64').toString().split(':')[0];
}

const masked = (key: string) => `${key.slice(0, 8)}${'*'.repeat(4)}${key.slice(-4)}`;

/** The account that a secret key names. Every test key has its own; the key itself is not kept. */
export const accountOfKey = (key: string): string => idFrom('acct_', key);

/** @returns the account that the request's key names @throws ApiError 401 */
export function authenticate(header: string | undefined): string {
  const key = keyOf(header);
  if (!key)
    throw new ApiError({
      status: 401,
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer sk_test_...').",
    });
  if (/^[sr]k_live_/.test(key))
    throw new ApiError({
      status: 401,
      message: `This is the sandbox: it takes test keys only, and was given a live one (${masked(key)}). Point STRIPE_API_BASE at Stripe, or use a key that begins with sk_test_.`,
    });
  if (!/^[sr]k_test_\w+$/.test(key) || key.length < shortest)
    throw new ApiError({ status: 401, message: `Invalid API Key provided: ${masked(key)}` });
  return accountOfKey(key);
}
