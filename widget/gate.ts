import type { WallFile } from '../src/appeal/wallFile.ts';

/** All that the parts of the wall share on one page view. */
export interface Gate {
  readonly data: DOMStringMap;
  readonly origin: string;
  readonly publisher: string;
  readonly file: WallFile;
  /** Asks our service about this publisher, without cookies. */
  readonly ask: (path: string, options?: RequestInit) => Promise<Response>;
}
