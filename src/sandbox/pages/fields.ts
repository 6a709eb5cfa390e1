import { type Html, html } from '../../ground/html.ts';
import type { CardValues, FieldErrors, FieldName } from './cardForm.ts';

export interface FieldOptions {
  readonly name: FieldName;
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'email';
  readonly autocomplete: string;
  readonly inputmode?: 'numeric' | 'email';
  readonly placeholder?: string;
  readonly maxlength: number;
  readonly isDigits?: boolean;
}

/** The message at a field that was not filled in as it must be. */
export const faultAt = (name: FieldName, error: string | undefined): Html | undefined =>
  error === undefined ? undefined : html`<p class="fault" id="${name}-fault">${error}</p>`;

/** The field for an e-mail address. */
export const emailField = (label: string, values: CardValues, errors: FieldErrors): Html =>
  field(
    {
      name: 'email',
      label,
      type: 'email',
      autocomplete: 'email',
      inputmode: 'email',
      maxlength: 512,
    },
    values,
    errors,
  );

/** A labelled field with its hint and its error, tied together for those who cannot see them. */
export function field(options: FieldOptions, values: CardValues, errors: FieldErrors): Html {
  const { name, label, hint, type = 'text', isDigits } = options;
  const error = errors[name];
  const described = [hint && `${name}-hint`, error && `${name}-fault`].filter(Boolean).join(' ');
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${String(values[name])}" required
 autocomplete="${options.autocomplete}" maxlength="${options.maxlength}" spellcheck="false"${
   options.inputmode && html` inputmode="${options.inputmode}"`
 }${options.placeholder && html` placeholder="${options.placeholder}"`}${
   isDigits && html` class="digits"`
 }${described !== '' && html` aria-describedby="${described}"`}${error && html` aria-invalid="true"`}>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${faultAt(name, error)}
</div>`;
}
