import type { ActsFile } from '../src/appeal/actsFile.ts';
import type { AppealFile } from '../src/appeal/appealFile.ts';
import { h } from './dom.ts';
import type { Tag } from './loader.ts';
import { type Choice, type Memory, recall } from './memory.ts';

/** What all parts of the interface share on one page view. What acts.ts uses of the first part goes through here, or the build would make a third file. */
export function createScene(tag: Tag, file: AppealFile) {
  const { origin, publisher, data } = tag;
  const name = `smallfavor:${publisher}`;
  const memory: Memory = recall('localStorage', name);
  const choice: Choice = recall('sessionStorage', name);
  return {
    _tag: tag,
    _file: file,
    /** acts.json, once it is here. */
    _acts: {} as ActsFile,
    /** The name under which things are kept. */
    _name: name,
    _memory: memory,
    _choice: choice,
    _recall: recall,
    _h: h,
    /** The publisher's id of the reader, else this browser's own. */
    _reader: () => data.reader || memory.reader,
    /** Asks our service about this publisher, without cookies. */
    _ask: (path: string, options?: RequestInit) =>
      fetch(`${origin}/v1/publishers/${publisher}/${path}`, { credentials: 'omit', ...options }),
    /** Goes to our page with what was chosen, where asking is not possible: a navigation needs no connect-src. */
    _leave() {
      const query = { ...choice, locale: file.locale, return: location.href };
      location.assign(`${origin}/${publisher}?${new URLSearchParams(query as never)}`);
    },
  };
}

export type Scene = ReturnType<typeof createScene> & {
  /** The server is being told of a snooze. */
  _isTelling?: boolean;
  /** The choices of "remind me later" stand open from the start. */
  _isOffered?: boolean;
};
