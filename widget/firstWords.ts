import type { AppealFile } from '../src/appeal/appealFile.ts';

// The fixed texts by name. appeal.json carries them without names, in the order of src/ground/textKeys.ts, to stay small; names
// that begin with an underscore are shortened by the build.

/** What the appeal says before the reader acts. */
export function firstWords({ first }: AppealFile) {
  const [
    _once,
    _monthly,
    _annual,
    _often,
    _amount,
    _other,
    _go,
    _goOnce,
    _goMonthly,
    _goAnnual,
    _termsOnce,
    _termsMonthly,
    _termsAnnual,
    _marks,
    _notReady,
    _later,
    _privacy,
  ] = first;
  return {
    _often,
    _amount,
    _other,
    _go,
    _marks,
    _notReady,
    _later,
    _privacy,
    /** By frequency: its name, the text of the button, the terms. */
    _by: {
      once: [_once, _goOnce, _termsOnce],
      monthly: [_monthly, _goMonthly, _termsMonthly],
      annual: [_annual, _goAnnual, _termsAnnual],
    } as Record<string, readonly [name: string, go: string, terms: string]>,
  };
}

export type FirstWords = ReturnType<typeof firstWords>;
