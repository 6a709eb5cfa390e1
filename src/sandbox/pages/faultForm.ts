import { type Html, html } from '../../ground/html.ts';
import { type Faults, failures } from '../faults/faults.ts';
import { payoutFailures } from '../money/payouts.ts';

interface Knob {
  readonly group: keyof Faults;
  readonly name: string;
  readonly label: string;
  /** The most that may be set, where it is a number; the step of shares is a tenth. */
  readonly most?: number;
  /** The words to choose from, where it is none. */
  readonly words?: readonly string[];
}

const knobs: readonly Knob[] = [
  { group: 'deliveries', name: 'late', label: 'Late by, in milliseconds', most: 3_600_000 },
  { group: 'deliveries', name: 'repeat', label: 'Sent again, times', most: 10 },
  { group: 'deliveries', name: 'reorder', label: 'Overtake each other', words: ['true'] },
  { group: 'deliveries', name: 'lose', label: 'Share that is lost, 0 to 1', most: 1 },
  {
    group: 'deliveries',
    name: 'wrongSecret',
    label: 'Share that is signed with a rotated secret, 0 to 1',
    most: 1,
  },
  { group: 'api', name: 'slowMs', label: 'Slow by, in milliseconds', most: 120_000 },
  { group: 'api', name: 'status', label: 'Answers with', words: failures.map(String) },
  { group: 'api', name: 'cutOff', label: 'Done, but the answer breaks off', words: ['true'] },
  { group: 'api', name: 'rate', label: 'Share of requests, 0 to 1', most: 1 },
  { group: 'api', name: 'times', label: 'Over after so many requests', most: 100_000 },
  { group: 'payouts', name: 'fail', label: 'The bank sends them back', words: payoutFailures },
];

function control({ group, name, label, most, words }: Knob, faults: Faults): Html {
  const id = `${group}-${name}`;
  const field = `${group}[${name}]`;
  const now = (faults[group] as Readonly<Record<string, unknown>> | undefined)?.[name];
  const value = now === undefined ? '' : String(now);
  return html`<div class="field">
<label for="${id}">${label}</label>
${
  words
    ? html`<select id="${id}" name="${field}"><option value="">no</option>${words.map((word) => html`<option value="${word}"${value === word && html` selected`}>${word === 'true' ? 'yes' : word.replaceAll('_', ' ')}</option>`)}</select>`
    : html`<input id="${id}" name="${field}" type="number" min="0" max="${most!}" step="${most === 1 ? '0.1' : '1'}" value="${value}">`
}
</div>`;
}

const group = (name: keyof Faults, legend: string, faults: Faults): Html => html`<fieldset>
<legend>${legend}</legend>
<div class="knobs">${knobs.filter((knob) => knob.group === name).map((knob) => control(knob, faults))}</div>
</fieldset>`;

/** What goes wrong on purpose, to be set: an empty field leaves its fault off. */
export const faultForm = (
  faults: Faults,
): Html => html`<form method="post" action="/sandbox/faults">
${group('deliveries', 'Webhook deliveries', faults)}
${group('api', 'API answers', faults)}
${group('payouts', 'Payouts', faults)}
<div class="entry-acts"><button class="small-button" type="submit">Set these faults</button></div>
</form>
<form method="post" action="/sandbox/faults"><button class="small-button" type="submit">Clear all faults</button></form>`;
