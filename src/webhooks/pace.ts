/** After how many failed attempts an event counts as failed and staff are told: some nine hours, by the waits below. */
export const lastingAfter = 15;

const hourS = 3600;

/** Seconds before the next attempt: 2, 4, 8 … up to six hours, then once a day, for ever. */
export const retryInS = (attempts: number): number =>
  attempts >= lastingAfter ? 24 * hourS : Math.min(2 ** attempts, 6 * hourS);
