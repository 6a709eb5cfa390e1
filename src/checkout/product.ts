import type { Publisher } from '../ground/publisher.ts';
import { tokenHash } from '../ground/secrets.ts';
import { type Stripe, stripeErrors } from '../ground/stripe.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof stripeErrors.StripeInvalidRequestError && error.code === 'resource_missing';

/**
 * Finds, or makes once, the Product on which a publisher's gifts are booked. Its id is known beforehand, so that two
 * processes that make it at once make one.
 */
export function createProducts() {
  const known = new Map<string, Promise<string>>();

  async function ensure(stripe: Stripe, publisher: Publisher): Promise<string> {
    const id = publisher.stripe.product ?? `smallfavor_${publisher.id.replaceAll('-', '_')}`;
    const wanted = {
      name: publisher.name,
      statement_descriptor: publisher.statementDescriptor ?? '',
    };
    try {
      const found = await stripe.products.retrieve(id);
      const same =
        (found.statement_descriptor ?? '') === wanted.statement_descriptor &&
        found.name === wanted.name;
      if (!same && !publisher.stripe.product) await stripe.products.update(id, wanted);
      return found.id;
    } catch (error) {
      if (!isMissing(error) || publisher.stripe.product) throw error;
    }
    const { name, statement_descriptor } = wanted;
    const product = await stripe.products.create(
      {
        id,
        name,
        ...(statement_descriptor ? { statement_descriptor } : {}),
        metadata: { smallfavor_publisher: publisher.id },
      },
      // Hashed: the key is a header, and a name may be in any script.
      {
        idempotencyKey: `product:${id}:${tokenHash(`${name}\n${statement_descriptor}`)}`,
      },
    );
    return product.id;
  }

  return {
    /** The id of the publisher's Product. A failure is not remembered: the next call tries again. */
    productOf(stripe: Stripe, publisher: Publisher): Promise<string> {
      const asked = known.get(publisher.id) ?? ensure(stripe, publisher);
      known.set(publisher.id, asked);
      asked.catch(() => known.delete(publisher.id));
      return asked;
    },
  };
}
