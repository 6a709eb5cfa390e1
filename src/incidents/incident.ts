/** What somebody must look at, and in which words it is told. */
export const incidentKinds = {
  inbox_failing: 'Events fail again and again',
  events_parked: 'Events are parked until somebody decides',
  stripe_silent: 'Stripe sends no events while gifts are completed',
  endpoint_disabled: 'Stripe has given up sending events here',
  declines_spike: 'Many cards are declined: somebody may be trying stolen ones',
  payout_unreconciled: 'A payout does not reconcile',
  payout_failed: 'The bank sent a payout back',
  movement_missing: 'A movement of money was missing in the ledger',
  movement_unknown: 'The ledger has a movement that Stripe does not know',
  movement_differs: 'A movement differs between the ledger and Stripe',
  gift_differs: 'A gift stood otherwise here than at Stripe',
  refund_request: 'A reader who did not know a charge asks for the money back',
  refund_failed: 'A refund could not be given back',
  dispute: 'A reader’s bank disputes a gift',
  fraud_warning: 'A card network warns of fraud',
  review: 'Stripe holds a payment for review',
  mandate_lost: 'A direct debit mandate no longer counts',
  invoice_not_finalized: 'Stripe could not finalise an invoice',
} as const;

export type IncidentKind = keyof typeof incidentKinds;

/** Those that nothing is sure to end by itself: somebody may, and says why. */
export const settledByPeople: readonly IncidentKind[] = [
  'payout_failed',
  'movement_unknown',
  'movement_differs',
  'refund_request',
  'refund_failed',
  'fraud_warning',
  'mandate_lost',
  'invoice_not_finalized',
];

/** News of an incident: that it is, or that it is over. */
export interface IncidentNews {
  readonly kind: IncidentKind;
  /** What it is about: an id of Stripe's, or of ours. */
  readonly subject: string;
  readonly publisher: string;
  readonly giftId?: string | undefined;
  readonly isOpen: boolean;
  /** Facts for staff: ids, amounts, codes; never a personal datum. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** When that was so: older news never undoes newer. */
  readonly readAt: Date;
}

export interface Incident {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly subject: string;
  readonly publisher: string;
  readonly giftId: string | null;
  readonly detail: Record<string, unknown>;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** Who ended it, and why; null where it ended by itself. */
  readonly settledBy: string | null;
  readonly settledReason: string | null;
}
