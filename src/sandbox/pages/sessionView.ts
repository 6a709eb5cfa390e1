import type { Stripe } from '../../ground/stripe.ts';
import type { SessionHidden } from '../checkout/sessions.ts';
import { fillIn } from './copy/copy.ts';
import type { Voice } from './copy/copyFor.ts';
import { intervalWords, moneyWords } from './words.ts';

/** What the pages say of a session, in the reader's language. */
export interface SessionView {
  readonly id: string;
  readonly verb: 'donate' | 'pay' | 'subscribe' | 'book';
  readonly merchant: string;
  readonly amount: string;
  /** per month; undefined where it is paid once. */
  readonly interval: string | undefined;
  readonly lines: readonly {
    readonly name: string;
    readonly price: string;
    readonly note: string;
  }[];
  readonly cancelUrl: string | null;
  readonly knownEmail: string | null;
  readonly prefilledEmail: string;
  readonly terms: boolean;
  readonly promotions: boolean;
  /** The publisher's own words, shown as text: in place of the sentence on terms, and beside the button. */
  readonly ownTerms: string | null;
  readonly submitNote: string | null;
  readonly afterSubmit: string | null;
}

function intervalOf(lines: readonly Stripe.LineItem[], voice: Voice): string | undefined {
  const recurring = lines.find((line) => line.price?.recurring)?.price?.recurring;
  return recurring ? intervalWords(recurring, voice) : undefined;
}

function verbOf({ submit_type: type, mode }: Stripe.Checkout.Session): SessionView['verb'] {
  const named = (['donate', 'book', 'subscribe'] as const).find((verb) => verb === type);
  if (named) return named;
  return mode === 'subscription' ? 'subscribe' : 'pay';
}

/** @param customerEmail what the session's customer is known by, which cannot be changed here */
export function viewSession(
  session: Stripe.Checkout.Session,
  { lines, merchant }: SessionHidden,
  voice: Voice,
  customerEmail: string | null,
): SessionView {
  const { copy } = voice;
  const say = (amount: number) => moneyWords(amount, session.currency!, voice);
  return {
    id: session.id,
    verb: verbOf(session),
    merchant: merchant ?? lines[0]?.description ?? copy.sandbox,
    amount: say(session.amount_total!),
    interval: intervalOf(lines, voice),
    lines: lines.map((line) => ({
      name: line.description ?? '',
      price: say(line.amount_total),
      note: (line.quantity ?? 1) > 1 ? fillIn(copy.quantity, { count: String(line.quantity) }) : '',
    })),
    cancelUrl: session.cancel_url,
    knownEmail: customerEmail,
    prefilledEmail: session.customer_email ?? '',
    terms: session.consent_collection?.terms_of_service === 'required',
    promotions: session.consent_collection?.promotions === 'auto',
    ownTerms: session.custom_text.terms_of_service_acceptance?.message ?? null,
    afterSubmit: session.custom_text.after_submit?.message ?? null,
    submitNote: session.custom_text.submit?.message ?? null,
  };
}
