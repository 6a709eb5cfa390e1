import type { WallFile } from '../src/appeal/wallFile.ts';

/** The wall's texts by name, in the order of src/ground/textKeys.ts. */
export function wallWords({ words }: WallFile) {
  const [title, supporters, lead, resets, support, signIn, email, send, sent, left, close, failed] =
    words;
  return {
    title,
    supporters,
    lead,
    resets,
    support,
    signIn,
    email,
    send,
    sent,
    left,
    close,
    failed,
  };
}
