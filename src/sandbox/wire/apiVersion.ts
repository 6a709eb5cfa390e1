import { ApiError, invalidParameter, notModelled } from './apiError.ts';
import known from './versions.json' with { type: 'json' };

/** The version whose shapes the sandbox answers with, whatever version is asked for. */
export const sandboxApiVersion = '2026-10-28.endive';

/** From this day on requests may not name payment method types. https://docs.stripe.com/changelog/endive/2026-09-30 */
const paymentMethodTypesGone = '2026-09-30';

/** Whether Stripe ever had this version, or its preview: those that an endpoint may be set to, by the SDK's types. */
export const isApiVersion = (version: string): boolean =>
  known.versions.includes(version) ||
  (version.endsWith('.preview') &&
    known.versions.some((one) => one.startsWith(version.replace(/preview$/, ''))));

/**
 * The Stripe-Version of a request. A request without one comes under the account's default, which is an older version:
 * Stripe's command-line tool sends none, and still sends what newer versions refuse.
 * @throws ApiError where it is not a version
 */
export function readApiVersion(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (isApiVersion(header)) return header;
  throw new ApiError({
    message: `Invalid Stripe API version: ${header.slice(0, 100)}. The newest one here is ${sandboxApiVersion}.`,
  });
}

/**
 * Newer versions let Stripe choose the payment methods; older ones may name them, and here they must name cards.
 * @throws ApiError
 */
export function checkMethodTypes(types: readonly string[] | undefined, version: string | null) {
  if (types === undefined) return;
  const param = 'payment_method_types';
  if (version !== null && version.slice(0, 10) >= paymentMethodTypesGone)
    throw invalidParameter(
      param,
      'The `payment_method_types` parameter is no longer supported. Use dynamic payment methods, `excluded_payment_method_types` or `allowed_payment_method_types` instead.',
      'payment_method_types_no_longer_supported',
    );
  if (!types.includes('card')) throw notModelled('payment_method_types without card');
}
