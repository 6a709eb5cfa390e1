import { z } from 'zod';
import { createSecrets } from '../../ground/secrets.ts';
import { previewKey } from '../../preview/previewKey.ts';
import { endings, verb } from '../verb.ts';

/** The address at which a publisher's people see what is not live yet: whoever has it sees it, so it is for them alone. */
export const previewLink = verb({
  name: 'preview link',
  says: 'prints the address, with its key, at which a publisher sees every state of its campaigns before they are live',
  takes: '<publisher>',
  given: z.strictObject({
    words: z.tuple([z.string()], 'name one publisher'),
  }),
  async run({ words: [id] }, operator) {
    const { config, publishers, appSecret } = operator.settings();
    const publisher = publishers.get(id);
    if (!publisher) {
      const says = `there is no publisher ${id}: there are ${[...publishers.keys()].join(', ')}`;
      return { data: { error: says }, lines: [says], ending: endings.failed };
    }
    const key = previewKey(createSecrets(appSecret), publisher);
    const url = `${config.publicUrl}/preview/${id}?key=${key}`;
    return { data: { publisher: id, url }, lines: [url] };
  },
});
