import type { ErrorObject } from 'ajv';

const stepsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function shownAt(root: unknown, steps: readonly string[]): string {
  const value = steps.reduce<unknown>(
    (inner, step) => (inner as Record<string, unknown>)[step],
    root,
  );
  return JSON.stringify(value)?.slice(0, 100);
}

/** What one finding says, in words; nothing where others say it better. */
function wordsOf({ keyword, params, message }: ErrorObject, shown: string): string | undefined {
  if (keyword === 'if' || keyword === 'anyOf') return undefined;
  if (keyword === 'additionalProperties')
    return `has the unknown field ${params.additionalProperty}`;
  if (keyword === 'required') return `lacks ${params.missingProperty}`;
  if (keyword !== 'enum') return `${message}, not ${shown}`;
  const allowed = (params.allowedValues as unknown[]).map(String);
  const some = allowed.length > 12 ? [...allowed.slice(0, 12), '…'] : allowed;
  return `must be one of ${some.join(' | ')}, not ${shown}`;
}

/** Findings of the validator as sentences, such as "line_items.0.price_data has the unknown field unit". */
export function verdictsOf(
  findings: readonly ErrorObject[],
  value: unknown,
  subject: string,
): string[] {
  const verdicts = findings.flatMap((finding) => {
    const steps = stepsOf(finding.instancePath);
    const words = wordsOf(finding, shownAt(value, steps));
    if (words === undefined) return [];
    return [steps.length > 0 ? `${subject}: ${steps.join('.')} ${words}` : `${subject} ${words}`];
  });
  return [...new Set(verdicts)];
}
