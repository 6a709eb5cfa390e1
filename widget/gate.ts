import type { WallFile } from '../src/appeal/wallFile.ts';

/** All that the parts of the wall share on one page view. */
export interface Gate {
  readonly data: DOMStringMap;
  readonly origin: string;
  readonly publisher: string;
  readonly file: WallFile;
  /** Whose appeal the wall goes with: the one that this reader would see. */
  readonly choice: { readonly campaign?: string; readonly variant?: string };
  /** Asks our service about this publisher, without cookies. */
  readonly ask: (path: string, options?: RequestInit) => Promise<Response>;
}
