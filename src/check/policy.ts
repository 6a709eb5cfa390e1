// What a Content Security Policy says of our tag, after https://www.w3.org/TR/CSP3/. Only what the widget needs is judged: its
// script, and its requests.
type Directives = ReadonlyMap<string, readonly string[]>;

/** Reads the policies of a header, which may hold several with commas. */
export const readPolicies = (header: string): Directives[] =>
  header
    .split(',')
    .map(
      (policy) =>
        new Map(
          policy
            .split(';')
            .map((directive) => directive.trim().split(/\s+/))
            .filter(([name]) => name)
            .map(([name, ...sources]) => [name!.toLowerCase(), sources] as const),
        ),
    )
    .filter((policy) => policy.size > 0);

/** The sources that count for a kind of thing, or undefined where all are allowed. */
const sourcesFor = (policy: Directives, ...names: string[]): readonly string[] | undefined =>
  names.map((name) => policy.get(name)).find((sources) => sources !== undefined);

function matches(source: string, origin: URL, self: string): boolean {
  const text = source.toLowerCase();
  if (text === '*') return true;
  if (text === "'self'") return origin.origin === self;
  if (text === 'https:' || text === 'http:') return origin.protocol === text || text === 'http:';
  const [, scheme, host, port] =
    /^(?:(https?):\/\/)?([\w.*-]+)(?::(\d+|\*))?(?:\/.*)?$/.exec(text) ?? [];
  if (!host) return false;
  // A source with http stands for https too: CSP3, scheme-part match.
  if (scheme === 'https' && origin.protocol !== 'https:') return false;
  if (port && port !== '*' && port !== origin.port) return false;
  if (!port && origin.port) return false;
  return host.startsWith('*.') ? origin.hostname.endsWith(host.slice(1)) : host === origin.hostname;
}

export interface Allowed {
  /** Whether the browser runs the tag. */
  readonly script: boolean;
  /** Whether the widget may ask our service. */
  readonly connect: boolean;
  /** Whether scripts are allowed by a nonce: then no cache may keep the page. */
  readonly usesNonce: boolean;
}

/** @param self the origin of the page @param nonce what the tag carries */
export function judgePolicies(
  policies: readonly Directives[],
  { origin, self, nonce }: { origin: URL; self: string; nonce: string | undefined },
): Allowed {
  const ofScript = policies.map((policy) =>
    sourcesFor(policy, 'script-src-elem', 'script-src', 'default-src'),
  );
  const ofConnect = policies.map((policy) => sourcesFor(policy, 'connect-src', 'default-src'));
  const byNonce = (sources: readonly string[]) => sources.some((one) => /^'nonce-/i.test(one));
  // With 'strict-dynamic' a list of hosts counts for nothing.
  const runs = (sources: readonly string[]) =>
    (nonce !== undefined && sources.includes(`'nonce-${nonce}'`)) ||
    (!sources.includes("'strict-dynamic'") &&
      sources.some((source) => matches(source, origin, self)));
  return {
    script: ofScript.every((sources) => sources === undefined || runs(sources)),
    connect: ofConnect.every(
      (sources) => sources === undefined || sources.some((source) => matches(source, origin, self)),
    ),
    usesNonce: ofScript.some((sources) => sources !== undefined && byNonce(sources)),
  };
}
