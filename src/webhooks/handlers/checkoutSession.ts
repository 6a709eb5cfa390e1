import { readSession } from '../../checkout/readSession.ts';
import { type Handler, notOurs } from '../handler.ts';

/** A reader came to the end of Stripe's page, or never did. */
export const checkoutSession: Handler = async (id, sources) =>
  (await readSession(sources, id)) ?? notOurs;
