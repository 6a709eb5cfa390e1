import { createHash } from 'node:crypto';
import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { cutText } from '../wire/keepable.ts';
import type { Decline, TestCard } from './testCards.ts';

export interface ChargeFacts {
  readonly intent: Stripe.PaymentIntent;
  readonly method: Stripe.PaymentMethod;
  readonly card: TestCard;
  readonly decline?: Decline | undefined;
  readonly isAuthenticated: boolean;
}

const merchantDescriptor = 'SANDBOX';

function cardDetails(facts: ChargeFacts): Stripe.Charge.PaymentMethodDetails.Card {
  const { method, card, decline, intent, isAuthenticated } = facts;
  const shown = method.card!;
  return {
    amount_authorized: decline ? null : intent.amount,
    authorization_code: decline ? null : '123456',
    brand: shown.brand,
    checks: shown.checks,
    country: shown.country,
    electronic_commerce_indicator: null,
    exp_month: shown.exp_month,
    exp_year: shown.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: shown.fingerprint ?? null,
    funding: shown.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: shown.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: createHash('md5').update(intent.id).digest('hex').slice(0, 15),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: isAuthenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: intent.id,
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
}

function outcomeOf({ card, decline }: ChargeFacts): Stripe.Charge.Outcome {
  const riskLevel =
    card.risk === 'highest' || card.risk === 'blocked' ? 'highest' : (card.risk ?? 'normal');
  const risk = {
    risk_level: riskLevel,
    risk_score: { normal: 12, elevated: 68, highest: 94 }[riskLevel],
  };
  const isLookedAt = card.risk === 'elevated';
  if (!decline)
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: isLookedAt ? 'elevated_risk_level' : null,
      ...risk,
      seller_message: isLookedAt
        ? 'The risk of this payment is elevated, and somebody has to look at it.'
        : 'Payment complete.',
      type: isLookedAt ? 'manual_review' : 'authorized',
    };
  const blocked = card.risk === 'blocked';
  return {
    advice_code: decline.advice,
    network_advice_code: null,
    network_decline_code: blocked ? null : '01',
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : (decline.declineCode ?? decline.code),
    ...risk,
    seller_message: blocked
      ? 'Stripe blocked this payment as too risky.'
      : 'The bank returned the decline code.',
    type: blocked ? 'blocked' : 'issuer_declined',
  };
}

/** A charge as Stripe shows it: succeeded, or failed where it is declined. */
export function buildCharge(work: Work, facts: ChargeFacts): Stripe.Charge {
  const { intent, method, decline } = facts;
  const paid = decline === undefined;
  const suffix = intent.statement_descriptor_suffix;
  const id = newStripeId('ch', 24);
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: suffix
      ? cutText(`${merchantDescriptor}* ${suffix}`, 22)
      : (intent.statement_descriptor ?? merchantDescriptor),
    captured: paid,
    created: work.at,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(facts),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails(facts), type: 'card' },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${work.publicUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: suffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}
