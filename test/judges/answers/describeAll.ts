import { join } from 'node:path';
import { readPublishers } from '../../../src/ground/readPublishers.ts';
import { operationsOf } from '../../../src/operationsOf.ts';
import { describe } from '../../../src/reference/describe.ts';
import { referenceOperations } from '../../../src/reference/routes.ts';

/** For whom the examples in a description are written when tests ask. */
export const sample = {
  publisher: readPublishers(join(import.meta.dirname, '../../../config')).get('moscow-times')!,
  publicUrl: 'http://localhost:3000',
};
export const allOperations = [...operationsOf(sample), ...referenceOperations];
export const describeAll = () => describe(allOperations, sample);
