import type { Stripe } from '../../ground/stripe.ts';
import { makePaymentMethod, type NewMethod } from '../people/newMethod.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';

export interface MethodGiven {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: (NewMethod & { radar_options?: unknown }) | undefined;
}

function checkOwner(method: Stripe.PaymentMethod, customer: string | null): void {
  const owner = idOf(method.customer);
  if (owner === null || owner === customer) return;
  throw new ApiError({
    param: 'payment_method',
    message: customer
      ? `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`
      : `The provided PaymentMethod belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter.`,
  });
}

/**
 * The payment method that a request brings for an intent; undefined where it brings none.
 * @throws ApiError where it belongs to somebody else than the intent
 */
export async function methodGiven(
  work: Work,
  given: MethodGiven,
  customer: string | null,
): Promise<Stripe.PaymentMethod | undefined> {
  if (given.payment_method_data) return makePaymentMethod(work, given.payment_method_data);
  if (given.payment_method === undefined) return undefined;
  const method = await readyPaymentMethod(work, given.payment_method, 'payment_method');
  checkOwner(method, customer);
  return method;
}
