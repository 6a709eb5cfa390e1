/** What Stripe's tool can trigger within the sandbox's surface, and the event that comes of it where its name is another. */
export const taken: Readonly<Record<string, string>> = {
  ...same(`
    balance.available
    billing_portal.configuration.created billing_portal.configuration.updated billing_portal.session.created
    charge.captured charge.dispute.closed charge.dispute.created charge.dispute.updated charge.failed
    charge.refund.updated charge.refunded charge.succeeded
    checkout.session.completed checkout.session.expired
    customer.created customer.deleted customer.updated
    customer.subscription.created customer.subscription.deleted customer.subscription.paused
    customer.subscription.trial_will_end customer.subscription.updated
    invoice.created invoice.deleted invoice.finalized invoice.marked_uncollectible invoice.paid
    invoice.payment_action_required invoice.payment_failed invoice.payment_succeeded invoice.sent invoice.updated
    invoice.voided invoiceitem.created invoiceitem.deleted
    payment_intent.amount_capturable_updated payment_intent.canceled payment_intent.created
    payment_intent.payment_failed payment_intent.requires_action payment_intent.succeeded
    payment_method.attached payment_method.detached payment_method.updated
    payout.created payout.updated price.created price.updated product.created product.deleted product.updated
    setup_intent.canceled setup_intent.created setup_intent.requires_action setup_intent.setup_failed
    setup_intent.succeeded
    test_helpers.test_clock.advancing test_helpers.test_clock.created test_helpers.test_clock.deleted
    test_helpers.test_clock.ready`),
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
};

/** What it can trigger and the sandbox refuses, with the reason. */
export const leftOut: Readonly<Record<string, readonly string[]>> = {
  'SEPA Direct Debit: the sandbox pays by card only': words(
    'checkout.session.async_payment_failed checkout.session.async_payment_succeeded payment_intent.processing',
  ),
  'bank transfers into a cash balance: the sandbox pays by card only': words(
    'cash_balance.funds_available customer_cash_balance_transaction.created payment_intent.partially_funded',
  ),
  'Connect: a publication has an account of its own': words(
    'account.application.deauthorized account.updated transfer.created transfer.reversed transfer.updated',
  ),
  'a gift has no discount': words(
    `coupon.created coupon.deleted coupon.updated customer.discount.created customer.discount.deleted
     customer.discount.updated promotion_code.created promotion_code.updated`,
  ),
  'a gift is given back as a refund, never as a credit note': words(
    'credit_note.created credit_note.updated credit_note.voided',
  ),
  'a gift is not taxed': words('tax_rate.created tax_rate.updated'),
  'sources and plans are Stripe’s older words for payment methods and prices': words(
    'customer.source.created customer.source.updated plan.created plan.deleted plan.updated',
  ),
  'other ways to begin a subscription or a payment than ours': words(
    `payment_link.created payment_link.updated quote.accepted quote.canceled quote.created quote.finalized
     subscription_schedule.aborted subscription_schedule.canceled subscription_schedule.completed
     subscription_schedule.created subscription_schedule.expiring subscription_schedule.released
     subscription_schedule.updated`,
  ),
  'other products of Stripe’s': words(
    `identity.verification_session.canceled identity.verification_session.created
     identity.verification_session.redacted issuing_authorization.request issuing_authorization.request.eu
     issuing_authorization.request.gb issuing_card.created issuing_card.created.eu issuing_card.created.gb
     issuing_cardholder.created issuing_cardholder.created.eu issuing_cardholder.created.gb
     issuing_transaction.created issuing_transaction.purchase_details_receipt_updated issuing_transaction.updated
     reporting.report_run.succeeded topup.created v1.billing.meter.error_report_triggered
     v1.billing.meter.no_meter_found`,
  ),
};

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function same(text: string): Record<string, string> {
  return Object.fromEntries(words(text).map((name) => [name, name]));
}
