// Payment marks as plain drawings of our own on a field of 40 by 26, for the widget and the page.

/** A path, or a word that is centred at x. */
export type Shape = readonly [fill: string, drawn: string, x?: number];

export interface Mark {
  readonly name: string;
  readonly shapes: readonly Shape[];
}

export const marks: Readonly<Record<string, Mark>> = {
  visa: { name: 'Visa', shapes: [['#1434cb', 'VISA', 20]] },
  mastercard: {
    name: 'Mastercard',
    shapes: [
      ['#eb001b', 'M9 13a7 7 0 1 0 14 0a7 7 0 1 0-14 0'],
      ['#f79e1b', 'M17 13a7 7 0 1 0 14 0a7 7 0 1 0-14 0'],
      ['#ff5f00', 'M20 7.2a7 7 0 0 1 0 11.6a7 7 0 0 1 0-11.6'],
    ],
  },
  amex: { name: 'American Express', shapes: [['#016fd0', 'AMEX', 20]] },
  'apple-pay': {
    name: 'Apple Pay',
    shapes: [
      ['#000', 'M11 9q4-2 5 1q-3 2 0 5q-2 5-5 3q-3 2-5-3q-1-7 5-6m-1-1q0-3 3-3q0 3-3 3'],
      ['#000', 'Pay', 27],
    ],
  },
  'google-pay': {
    name: 'Google Pay',
    shapes: [
      ['#4285f4', 'G', 11],
      ['#3c4043', 'Pay', 26],
    ],
  },
  paypal: {
    name: 'PayPal',
    shapes: [
      ['#003087', 'Pay', 11.5],
      ['#0070e0', 'Pal', 28.5],
    ],
  },
  sepa: { name: 'SEPA', shapes: [['#10298e', 'SEPA', 20]] },
  mir: { name: 'Mir', shapes: [['#0f754e', 'МИР', 20]] },
};
