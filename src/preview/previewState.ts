/** The states of the appeal that a preview can show, as they are called on its page. widget/preview.ts brings them about. */
export const previewStates = {
  asking: 'Asking',
  other: 'Another amount',
  fault: 'An amount that is not taken',
  failing: 'Checkout cannot be opened',
  later: 'Remind me later',
  day: 'Remind me later, on another day',
  snoozed: 'Left in peace',
  mail: 'Left in peace, with an e-mail',
  ordered: 'Left in peace, e-mail ordered',
  confirming: 'Back, payment not confirmed yet',
  thanks: 'Thanks',
} as const;

export type PreviewState = keyof typeof previewStates;

/** The widths offered, in CSS pixels, and for whom. */
export const previewWidths = {
  320: 'small phone, or 400 % zoom',
  390: 'phone',
  768: 'tablet',
  1280: 'desktop',
} as const;

export const previewThemes = { light: 'Light', dark: 'Dark', auto: 'As the system' } as const;
export type PreviewTheme = keyof typeof previewThemes;
