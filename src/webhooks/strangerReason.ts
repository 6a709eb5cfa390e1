/** Why an event is kept but not worked until somebody decides: it is of another mode or account than was asked. */
export function strangerReason(
  isLive: boolean,
  about: string | null,
  wanted: boolean,
): string | undefined {
  if (isLive !== wanted) return `it is of ${isLive ? 'live' : 'test'} mode, and the key is not`;
  return about ? `it is about the connected account ${about}` : undefined;
}
