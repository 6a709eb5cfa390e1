import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date',
};
const formats: Readonly<Record<string, string>> = {
  url: 'an address',
  email: 'an e-mail address',
  date: 'a day, such as 2026-11-24',
  datetime: 'a time, such as 2026-11-24T12:00:00Z',
};
const parts: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

/** "2 or more", "at least 3 characters". */
function bound(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>) {
  const isLeast = issue.code === 'too_small';
  const end = String(isLeast ? issue.minimum : issue.maximum);
  const unit = parts[issue.origin];
  if (unit && isLeast && end === '1') return 'must not be empty';
  if (unit) return `must have ${isLeast ? 'at least' : 'at most'} ${end} ${unit}`;
  if (!issue.inclusive) return `must be ${isLeast ? 'more' : 'less'} than ${end}`;
  return `must be ${end} or ${isLeast ? 'more' : 'less'}`;
}

/** What would be right, where a schema does not say so itself: zod's own words speak to programmers. */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && issue.code.startsWith('invalid_')) return 'must be given';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
    }
    case 'invalid_format':
      if (issue.format === 'regex') return `must match the pattern ${issue.pattern}`;
      return `must be ${formats[issue.format] ?? `of the form ${issue.format}`}`;
    case 'too_small':
    case 'too_big':
      return bound(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `takes nothing called ${issue.keys.join(', ')}`;
    case 'invalid_union': {
      const said = issue.errors.flat().filter(({ path }) => path.length === 0);
      const words = [...new Set(said.map(({ message }) => message))];
      return words.length > 0 ? words.join(', or ') : 'is of none of the forms that are taken';
    }
    default:
      return 'is not as it must be';
  }
};
