import type { Secrets } from '../ground/secrets.ts';

/** Whom alerts go to. The queue names them by tags: no address is kept. */
export interface AlertRecipients {
  readonly addresses: readonly string[];
  tags(): readonly string[];
  /** The address of a tag; undefined where the operator has taken it out since. */
  addressOf(tag: unknown): string | undefined;
}

export function createAlertRecipients(
  addresses: readonly string[],
  secrets: Secrets,
): AlertRecipients {
  const byTag = new Map(
    addresses.map((address) => [secrets.mac('alert recipient', address).slice(0, 12), address]),
  );
  return {
    addresses,
    tags: () => [...byTag.keys()],
    addressOf: (tag) => byTag.get(String(tag)),
  };
}
