declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  /** The little of it that a test needs; the package brings no types. */
  // biome-ignore lint/style/noDefaultExport: so the package does
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
  }
}
