import type { inDigits } from '../src/appeal/typedAmount.ts';
import type { addStyle } from './addStyle.ts';
import type { countSnooze, emit, readerOf } from './keep.ts';
import type { LaterWords } from './laterWords.ts';
import type { tellSnooze } from './tellSnooze.ts';

/** What later.ts uses of acts.ts. */
export interface LaterTools {
  readonly _words: LaterWords;
  readonly _addStyle: typeof addStyle;
  readonly _inDigits: typeof inDigits;
  readonly _countSnooze: typeof countSnooze;
  readonly _tellSnooze: typeof tellSnooze;
  readonly _readerOf: typeof readerOf;
  readonly _emit: typeof emit;
  readonly _here: () => string;
}
