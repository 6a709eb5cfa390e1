import type { AppealView } from './appeal.ts';
import type { Box, createBox } from './box.ts';

/** What acts.ts may do with the page. */
export interface Stage {
  readonly _createBox: typeof createBox;
  _place(box: Box, isLed: boolean, whenIn?: () => void): void;
  _show(isLed: boolean): Promise<AppealView | undefined>;
}
