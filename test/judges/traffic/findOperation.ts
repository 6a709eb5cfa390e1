import type { Contract, OperationSchemas } from '../types/writeContract.ts';

/** Finds the operation for a method and a real path: where several fit, the one that names more of it. */
export function createFindOperation({ operations }: Pick<Contract, 'operations'>) {
  const all = Object.entries(operations).map(([key, schemas]) => ({
    parts: key.split(/[ /]+/),
    schemas,
  }));
  return function findOperation(method: string, path: string): OperationSchemas | undefined {
    const wanted = `${method} ${path}`.split(/[ /]+/);
    const fitting = all.filter(
      ({ parts }) =>
        parts.length === wanted.length &&
        parts.every((part, i) => part === wanted[i] || part === '{}'),
    );
    const openParts = ({ parts }: { parts: string[] }) => parts.filter((p) => p === '{}').length;
    return fitting.sort((a, b) => openParts(a) - openParts(b))[0]?.schemas;
  };
}
