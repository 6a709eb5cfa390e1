import type { Operation } from '../ground/operation.ts';

/** What all that finance asks for has in common is added where the routes are put together: mount, section, key. */
export type FinanceOperation = Omit<Operation, 'section' | 'key'>;
