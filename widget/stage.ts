import type { AppealView } from './appeal.ts';
import type { Box, createBox } from './box.ts';

/** What acts.ts may do with the page. */
export interface Stage {
  readonly _createBox: typeof createBox;
  _place(box: Box, isLed: boolean, whenIn?: () => void): void;
  /** @param how 0: as the reader comes upon it; 1: the reader is led there; 2: also though they are left in peace */
  _show(how: number): Promise<AppealView | undefined>;
}
