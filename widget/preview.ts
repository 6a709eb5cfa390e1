// Puts the widget of a preview into one state. Comes before the tag and answers what the widget asks: nothing that is done in a
// preview is kept or counted, and campaigns that are not live yet are shown.
const { publisher, state, file } = document.currentScript!.dataset as Record<string, string>;
const ask = window.fetch.bind(window);

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const left = () => json({ until: new Date(Date.now() + 7 * 864e5).toISOString() });
const never = () => new Promise<Response>(() => {});

/** What is answered in place of our service, by the first part of the path. */
const answers: Readonly<Record<string, () => Response | Promise<Response>>> = {
  'appeal.json': () => ask(file!),
  checkouts: () => (state === 'failing' ? json({}, 503) : never()),
  'checkouts/preview': () => json({ status: state === 'confirming' ? 'open' : 'complete' }),
  readers: left,
  reminders: () => json({ url: 'https://support.example.org/reminders/preview' }, 202),
  tallies: () => new Response(null, { status: 204 }),
};

window.fetch = async (input, options) => {
  const { pathname } = new URL(String(input));
  const [, path] = pathname.split(`/v1/publishers/${publisher}/`);
  const answer = path && (answers[path] ?? answers[path.split('/')[0]!]);
  return answer && path !== 'acts.json' ? answer() : ask(input, options);
};

const sleep = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Waits for something to be there. */
async function until<T>(find: () => T | null | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found) return found;
    await sleep();
  }
}

type Step = string | readonly [field: string, typed: string];

const other = '[name=amount][value="0"]';
const later = '[aria-controls=p]';
const snoozed = [later, '#p fieldset button'];
const mail = [...snoozed, '[aria-controls=mf]'];

/** What a reader would press, or type, to get there, one after the other. */
const steps: Readonly<Record<string, readonly Step[]>> = {
  other: [other],
  fault: [other, ['#f', '0'], '.go'],
  failing: ['.go'],
  later: [later],
  day: [later, '[aria-controls=df]'],
  snoozed,
  mail,
  ordered: [...mail, ['#m', 'reader@example.org'], '[type=checkbox]', '#mf button'],
};

async function press(): Promise<void> {
  const root = await until(() => document.querySelector('[data-nosnippet]')?.shadowRoot);
  // From then on the appeal answers to what is pressed.
  await until(() => root.querySelector('[aria-controls=p]'));
  for (const step of steps[state!] ?? []) {
    const [selector, typed] = typeof step === 'string' ? [step] : step;
    const reached = root.querySelector<HTMLInputElement>(selector)!;
    if (typed) {
      reached.value = typed;
      reached.dispatchEvent(new Event('input', { bubbles: true }));
    } else reached.click();
    reached.scrollIntoView({ block: 'center' });
    await sleep();
  }
}

// A state that never comes is seen not to.
press().catch(() => {});

export {};
