// Names of the fixed texts in widget/copy/<locale>.json, every one of which a publisher's file may override.
// A # stands for what is put in: a price, a date, a name. appeal.json and acts.json carry the first two lists without names,
// to stay small: only append to them, for a browser may hold yesterday's widget and today's file.

/** What the appeal says before the reader acts. */
export const firstTextKeys = [
  'once',
  'monthly',
  'annual',
  'often',
  'amount',
  'other',
  'go',
  'goOnce',
  'goMonthly',
  'goAnnual',
  'termsOnce',
  'termsMonthly',
  'termsAnnual',
  'marks',
  'notReady',
  'later',
  'privacy',
] as const;

/** What it says after. */
export const laterTextKeys = [
  'range',
  'opening',
  'failed',
  'laterIn',
  'until',
  'undo',
  'thanks',
  'confirming',
  'slow',
  'back',
  'change',
  'otherDay',
  'remind',
  'byMail',
  'email',
  'consent',
  'mailSet',
  'mailFailed',
  'editMail',
] as const;

/** What the wall says; wall.json carries these without names too. */
export const wallTextKeys = [
  'wallTitle',
  'wallSupporters',
  'wallLead',
  'wallResets',
  'wallSupport',
  'wallSignIn',
  'wallEmail',
  'wallSend',
  'wallSent',
  'wallLeft',
  'wallClose',
  'wallFailed',
] as const;

/** What only the page of its own says. */
export const pageTextKeys = [
  'support',
  'problem',
  'pickFrequency',
  'pickAmount',
  'returnTo',
  'barred',
  'placeUnknown',
] as const;

export const textKeys = [
  ...firstTextKeys,
  ...laterTextKeys,
  ...wallTextKeys,
  ...pageTextKeys,
] as const;
export type TextKey = (typeof textKeys)[number];
export type Texts = Readonly<Record<TextKey, string>>;

/** The texts of a list of keys, in its order. */
export type TextsOf<Keys extends readonly string[]> = { readonly [Place in keyof Keys]: string };

export const textsInOrder = <Keys extends readonly TextKey[]>(texts: Texts, keys: Keys) =>
  keys.map((key) => texts[key]) as unknown as TextsOf<Keys>;
