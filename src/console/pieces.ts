import { type Html, html } from '../ground/html.ts';
import type { Visit } from './visit.ts';

type Cell = Html | string | number | null | false | undefined;

export interface Column {
  readonly title: string;
  /** Numbers stand at the end of their column, digit under digit. */
  readonly isNumber?: boolean;
  /** Of use on a screen alone. */
  readonly isForActs?: boolean;
}

const classOf = ({ isNumber, isForActs }: Column): Html | undefined =>
  isNumber || isForActs ? html` class="${isNumber ? 'num' : 'noprint'}"` : undefined;

/** A table; on a narrow screen each row becomes a small card. The first cell of a row is its heading. */
export function table({
  caption,
  columns,
  rows,
  foot,
  isSlim = false,
}: {
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly foot?: readonly Cell[] | undefined;
  /** Narrow enough to stay a table on a telephone. */
  readonly isSlim?: boolean;
}): Html {
  const cell = (value: Cell, i: number): Html => {
    const column = columns[i]!;
    const attributes = html`${classOf(column)} data-label="${column.title}"`;
    return i === 0
      ? html`<th scope="row" role="rowheader"${attributes}>${value}</th>`
      : html`<td role="cell"${attributes}>${value}</td>`;
  };
  const row = (cells: readonly Cell[]) => html`<tr role="row">${cells.map(cell)}</tr>`;
  // A table that is laid out as cards keeps its meaning only by saying what it is.
  return html`<div class="${!isSlim && 'rows'}"><table role="table">
${caption && html`<caption>${caption}</caption>`}
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(row)}</tbody>
${foot && html`<tfoot role="rowgroup">${row(foot)}</tfoot>`}
</table></div>`;
}

/** Names and what they stand for, one under the other. */
export const facts = (pairs: readonly (readonly [string, Cell] | false)[]): Html =>
  html`<dl class="facts">${pairs
    .filter((pair) => pair !== false)
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

export type Tone = 'good' | 'warn' | 'bad' | '';

export const badge = (text: string, tone: Tone = ''): Html =>
  html`<span class="badge ${tone}">${text}</span>`;

export const id = (text: string | null | undefined): Html | string =>
  text ? html`<span class="id">${text}</span>` : '–';

export const link = (to: string, text: Html | string): Html => html`<a href="${to}">${text}</a>`;

/** What stands where a list has nothing to show. */
export const empty = (title: string, hint: string): Html =>
  html`<div class="card empty"><strong>${title}</strong>${hint}</div>`;

/** A message on top of a page: what was just done, or what is wrong. */
export const notice = (text: string | Html, tone: Tone = 'good'): Html =>
  html`<p class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}">${text}</p>`;

export interface FieldFault {
  readonly field: string;
  readonly says: string;
}

/** All that is wrong with a form, each line leading to its field. */
export const faultList = (visit: Visit, faults: readonly FieldFault[]): Html | false =>
  faults.length > 0 &&
  html`<div class="errors" role="alert"><h2>${visit.say('problem')}</h2>
<ul>${faults.map(({ field, says }) => html`<li><a href="#${field}">${says}</a></li>`)}</ul></div>`;

export interface InputParts {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly type?: string;
  readonly hint?: string | undefined;
  readonly autocomplete?: string;
  readonly inputmode?: string;
  readonly faults?: readonly FieldFault[];
  readonly required?: boolean;
}

/** A labelled field. */
export function input(parts: InputParts): Html {
  const { name, label, value, hint, faults = [], type = 'text' } = parts;
  const isWrong = faults.some(({ field }) => field === name);
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}"${
    parts.autocomplete && html` autocomplete="${parts.autocomplete}"`
  }${parts.inputmode && html` inputmode="${parts.inputmode}"`}${parts.required && html` required`}${
    hint && html` aria-describedby="${name}-hint"`
  }${isWrong && html` aria-invalid="true"`}>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

/** A labelled choice. @param options values and what they are called */
export const select = ({
  name,
  label,
  value,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, title: string])[];
}): Html => html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(
  ([one, title]) =>
    html`<option value="${one}"${one === (value ?? '') && html` selected`}>${title}</option>`,
)}</select></div>`;
