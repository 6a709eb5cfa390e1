/** Every word of the hosted pages, in one language. `{amount}` and the like are filled in. */
export interface Copy {
  readonly direction: 'ltr' | 'rtl';
  readonly sandbox: string;
  readonly sandboxLong: string;
  readonly back: string;
  readonly per: Readonly<Record<'day' | 'week' | 'month' | 'year', string>>;
  /** Every {count} {unit}. */
  readonly perMany: Readonly<Record<'day' | 'week' | 'month' | 'year', string>>;
  readonly total: string;
  readonly quantity: string;
  readonly titles: Readonly<Record<'donate' | 'pay' | 'subscribe' | 'book', string>>;
  readonly buttons: Readonly<Record<'donate' | 'pay' | 'subscribe' | 'book', string>>;
  readonly contact: string;
  readonly email: string;
  readonly card: string;
  readonly number: string;
  readonly expiry: string;
  readonly expiryHint: string;
  readonly cvc: string;
  readonly cvcHint: string;
  readonly name: string;
  readonly terms: string;
  readonly promotions: string;
  readonly renews: string;
  readonly testCards: string;
  readonly testCardsHint: string;
  readonly cards: Readonly<
    Record<'pays' | 'authenticates' | 'declined' | 'noFunds' | 'expired' | 'wrongCvc', string>
  >;
  readonly errorSummary: string;
  readonly refused: string;
  readonly errors: Readonly<
    Record<'email' | 'number' | 'expiry' | 'expiryPast' | 'cvc' | 'name' | 'terms', string>
  >;
  /** By decline code, then by error code; `generic` for the rest. */
  readonly declines: Readonly<Record<string, string>>;
  readonly bank: {
    readonly title: string;
    readonly text: string;
    readonly complete: string;
    readonly fail: string;
  };
  readonly over: {
    readonly expiredTitle: string;
    readonly expired: string;
    readonly completeTitle: string;
    readonly complete: string;
    readonly missingTitle: string;
    readonly missing: string;
    readonly goOn: string;
    readonly goBack: string;
    readonly again: string;
  };
}

/** Fills the {names} of a text. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
