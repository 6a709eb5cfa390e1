/** What a supporter, or finance staff on their account, does. */
export type DeedKind =
  | 'give'
  | 'changeAmount'
  | 'pause'
  | 'resume'
  | 'cancelAtPeriodEnd'
  | 'cancelNow'
  | 'breakCard'
  | 'mendCard'
  | 'takeDisputedCard'
  | 'refund'
  | 'refundHalf'
  | 'winDispute'
  | 'loseDispute'
  | 'concedeDispute';

export interface Deed {
  /** Days since the year began. */
  readonly day: number;
  readonly kind: DeedKind;
  /** Minor units, of a change of amount. */
  readonly amount?: number;
}

/** One supporter's year, as it was thought out before it is played. */
export interface Life {
  readonly number: number;
  readonly frequency: 'once' | 'monthly' | 'annual';
  readonly amount: number;
  readonly currency: string;
  /** Numbers of test cards that are tried one after another at Checkout, until one pays. */
  readonly cards: readonly string[];
  readonly deeds: readonly Deed[];
}
