import type { Stripe } from '../../ground/stripe.ts';
import type { TestCard } from '../payments/testCards.ts';
import type { Work } from '../store/work.ts';
import { tellAvailable } from './balance.ts';
import { openDispute } from './disputes.ts';
import { warnOfFraud } from './fraudWarnings.ts';
import { openReview } from './reviews.ts';

/** What a card's bank does once its charge has brought money, after all news of the payment itself. */
export function afterCharge(work: Work, charge: Stripe.Charge, card: TestCard): void {
  if (card.bypassesPending) work.later(() => tellAvailable(work));
  if (card.fraudWarning) work.later(async () => warnOfFraud(work, charge));
  if (card.risk === 'elevated') work.later(() => openReview(work, charge));
  const { dispute } = card;
  if (dispute) work.later(() => openDispute(work, charge, dispute));
}
