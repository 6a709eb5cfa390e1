import type { Stripe } from '../../ground/stripe.ts';
import { givenOf } from '../store/changesOf.ts';
import type { EndpointHidden } from '../store/deliveryTable.ts';
import { newStripeId } from '../store/stripeId.ts';
import { ApiError } from '../wire/apiError.ts';
import { isApiVersion } from '../wire/apiVersion.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  clearable,
  flag,
  list,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  url,
  withoutEffect,
} from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import known from './eventTypes.json' with { type: 'json' };

type EventType = Stripe.WebhookEndpointCreateParams.EnabledEvent;

const most = 16;
/** While a secret is rolled the old one goes on signing for so long. */
const overlapSeconds = 24 * 3600;

const enabledEvents = list(choice(...(known.types as [EventType, ...EventType[]])), 300).refine(
  (types) => types.length > 0,
  {
    message: 'You must enable at least one event',
  },
);

const apiVersion = text.refine(isApiVersion, { message: 'Invalid Stripe API version' });

const newSecret = () => newStripeId('whsec', 32);

const path = '/v1/webhook_endpoints';

export const webhookEndpointRoutes: readonly Route[] = [
  postRoute(
    path,
    {
      url,
      enabled_events: enabledEvents,
      api_version: apiVersion.optional(),
      description: clearable(textUpTo(5000)).optional(),
      metadata: metadata.optional(),
      ...withoutEffect('connect'),
    },
    async (work, given) => {
      const { data } = await work.list('webhook_endpoint', { limit: most });
      if (data.length >= most)
        throw new ApiError({
          message: `You have reached the maximum of ${most} test webhook endpoints.`,
        });
      const endpoint: Stripe.WebhookEndpoint = {
        id: newStripeId('we', 24),
        object: 'webhook_endpoint',
        api_version: given.api_version ?? null,
        application: null,
        created: work.at,
        description: given.description ?? null,
        enabled_events: given.enabled_events,
        livemode: false,
        metadata: mergeMetadata(null, given.metadata),
        status: 'enabled',
        url: given.url,
      };
      const secret = newSecret();
      const hidden: EndpointHidden = { secrets: [{ secret, expiresAt: null }] };
      work.save('webhook_endpoint', endpoint, { hidden });
      // The one time that the secret is told.
      return { ...endpoint, secret };
    },
  ),
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) =>
    work.need('webhook_endpoint', id!),
  ),
  postRoute(
    `${path}/:id`,
    {
      url: url.optional(),
      enabled_events: enabledEvents.optional(),
      description: clearable(textUpTo(5000)).optional(),
      disabled: flag.optional(),
      metadata: metadata.optional(),
    },
    async (work, given, { path: { id } }) => {
      const endpoint = await work.need('webhook_endpoint', id!);
      const { disabled, metadata: change, ...plain } = given;
      Object.assign(endpoint, givenOf(plain));
      if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled';
      endpoint.metadata = mergeMetadata(endpoint.metadata, change);
      work.save('webhook_endpoint', endpoint);
      return endpoint;
    },
  ),
  deleteRoute(`${path}/:id`, {}, async (work, _given, { path: { id } }) => {
    const endpoint = await work.need('webhook_endpoint', id!);
    return work.remove('webhook_endpoint', endpoint.id);
  }),
  listRoute(path, 'webhook_endpoint', { shape: {} }),
  // Stripe rolls secrets in its dashboard only; the sandbox has no dashboard.
  postRoute(`${path}/:id/sandbox_roll_secret`, {}, async (work, _given, { path: { id } }) => {
    const endpoint = await work.need('webhook_endpoint', id!);
    const hidden = (await work.hiddenOf<EndpointHidden>(endpoint.id))!;
    const secret = newSecret();
    const older = hidden.secrets.map((one) => ({
      ...one,
      expiresAt: one.expiresAt ?? work.at + overlapSeconds,
    }));
    const rolled: EndpointHidden = { secrets: [{ secret, expiresAt: null }, ...older].slice(0, 3) };
    work.save('webhook_endpoint', endpoint, { hidden: rolled });
    return { ...endpoint, secret };
  }),
];
