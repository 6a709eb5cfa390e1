import * as client from 'openid-client';
import type { Config } from '../ground/config.ts';

/** What a sign-in by OpenID has to remember between leaving and coming back; sealed into a cookie meanwhile. */
export interface Trip {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person wanted to go. */
  readonly to: string;
  /** The welcome link that ties the identity to a person, the first time. */
  readonly link?: string | undefined;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The provider does not answer, or not as one: nobody did anything wrong, and later it may work. */
export class ProviderSilent extends Error {
  override readonly name = 'ProviderSilent';
}

export interface Oidc {
  /** The provider's page for this trip, and what to remember. @throws ProviderSilent */
  leave(wants: { to: string; link?: string | undefined }): Promise<{ url: URL; trip: Trip }>;
  /** Who came back. @throws ProviderSilent; another error where the answer is not to this trip, or not by this provider */
  arrive(trip: Trip, query: string): Promise<Identity>;
}

const silent = (cause: unknown) => new ProviderSilent('the provider does not answer', { cause });

// What a request that found nobody, or nobody in time, ends in; and what stands in front of a provider that is down.
const silences = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);
const isSilence = (error: unknown): boolean =>
  (error instanceof TypeError && error.message === 'fetch failed') ||
  (error instanceof Error && silences.has(String((error as { code?: unknown }).code)));

/** Sign-in through the provider that OIDC_* name (code flow with PKCE, state and nonce); undefined where they name none. */
export function createOidc({
  oidc,
  publicUrl,
}: Pick<Config, 'oidc' | 'publicUrl'>): Oidc | undefined {
  if (!oidc) return undefined;
  const { issuer, clientId, clientSecret } = oidc;
  const back = `${publicUrl}/console/oidc/back`;
  let discovered: Promise<client.Configuration> | undefined;

  // Asked when it is first needed, and again after a failure: a provider that is down must not keep us from starting.
  function configuration(): Promise<client.Configuration> {
    const url = new URL(issuer);
    // Only a provider on this machine may speak in the clear.
    const execute = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    discovered ??= client
      .discovery(url, clientId, undefined, client.ClientSecretBasic(clientSecret), {
        execute,
        timeout: 10,
      })
      .catch((error: unknown) => {
        discovered = undefined;
        throw silent(error);
      });
    return discovered;
  }

  return {
    async leave({ to, link }) {
      const verifier = client.randomPKCECodeVerifier();
      const trip: Trip = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        to,
        link,
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: back,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: trip.state,
        nonce: trip.nonce,
      });
      return { url, trip };
    },
    async arrive(trip, query) {
      const checks = {
        pkceCodeVerifier: trip.verifier,
        expectedState: trip.state,
        expectedNonce: trip.nonce,
        idTokenExpected: true,
      };
      const tokens = await client
        .authorizationCodeGrant(await configuration(), new URL(`${back}?${query}`), checks)
        .catch((error: unknown) => {
          throw isSilence(error) ? silent(error) : error;
        });
      const claims = tokens.claims()!;
      return { issuer: claims.iss, subject: claims.sub };
    },
  };
}
