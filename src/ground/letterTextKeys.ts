// Names of the fixed texts in config/letters/<locale>.json: what letters say, and the pages to which they lead. A publisher's
// file may override each. A # stands for what is put in: a name, a date, a price.

export const letterTextKeys = [
  'remindSubject',
  'remindLead',
  'remindWhy',
  'remindButton',
  'remindOnce',
  'remindStop',
  'remindTitle',
  'remindOn',
  'remindMove',
  'remindMoveButton',
  'remindCancel',
  'remindCancelled',
  'remindSent',
  'remindNever',
  'remindNevered',
  'remindRange',
  'problem',
  'returnTo',
] as const;

export type LetterTextKey = (typeof letterTextKeys)[number];
