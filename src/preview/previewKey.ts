import type { Publisher } from '../ground/publisher.ts';
import { type Secrets, sameSecret } from '../ground/secrets.ts';

/** What lets a publisher's people see campaigns that are not live: the same for as long as APP_SECRET is. */
export const previewKey = (secrets: Secrets, { id }: Publisher): string =>
  secrets.mac('preview', id);

/** Whether who brings this key may see them. */
export const opensPreview = (secrets: Secrets, publisher: Publisher, key?: string): boolean =>
  !!key && sameSecret(key, previewKey(secrets, publisher));
