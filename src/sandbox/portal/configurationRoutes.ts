import type { Stripe } from '../../ground/stripe.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, notModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { flag } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { type ConfigurationParameters, configurationShape } from './configurationShape.ts';
import { changeConfiguration, createConfiguration } from './configurations.ts';

const path = '/v1/billing_portal/configurations';

const missing = (param: string) =>
  invalidParameter(param, `Missing required param: ${param}.`, 'parameter_missing');

/** What must be there for the features that are on. @throws ApiError */
async function check(work: Work, { features, login_page: login }: ConfigurationParameters) {
  if (login?.enabled) throw notModelled('login_page[enabled]');
  const {
    customer_update: customer,
    subscription_cancel: cancel,
    subscription_pause: pause,
  } = features ?? {};
  if (customer?.enabled && customer.allowed_updates === undefined)
    throw missing('features[customer_update][allowed_updates]');
  const reason = cancel?.cancellation_reason;
  if (reason?.enabled && reason.options === undefined)
    throw missing('features[subscription_cancel][cancellation_reason][options]');
  if (reason?.feedback_options !== undefined)
    throw notModelled('features[subscription_cancel][cancellation_reason][feedback_options]');
  if (pause?.duration?.type === 'interval_options')
    throw notModelled('features[subscription_pause][duration][type]=interval_options');
  if ((features?.subscription_update?.proration_behavior ?? 'none') !== 'none')
    throw notModelled('features[subscription_update][proration_behavior] other than none');
  for (const [i, { product, prices }] of (features?.subscription_update?.products ?? []).entries())
    for (const [j, id] of prices.entries()) {
      const at = `features[subscription_update][products][${i}]`;
      const price = await work.need('price', id, `${at}[prices][${j}]`);
      if (idOf(price.product) !== product)
        throw invalidParameter(`${at}[prices][${j}]`, `The price ${id} is not of ${product}.`);
    }
}

/** A default cannot be switched off: sessions that name no configuration would have none. */
function setActive(configuration: Stripe.BillingPortal.Configuration, active: boolean): void {
  if (configuration.is_default && !active)
    throw new ApiError({
      message: 'You cannot deactivate the default portal configuration.',
      param: 'active',
    });
  configuration.active = active;
}

export const configurationRoutes: readonly Route[] = [
  postRoute(path, configurationShape, async (work, given) => {
    if (!given.features) throw missing('features');
    await check(work, given);
    return createConfiguration(work, given);
  }),
  getRoute(`${path}/:id`, {}, (work, _given, call) =>
    work.need('billing_portal.configuration', call.path.id!),
  ),
  postRoute(
    `${path}/:id`,
    { ...configurationShape, active: flag.optional() },
    async (work, { active, ...given }, call) => {
      const configuration = await work.need('billing_portal.configuration', call.path.id!);
      const before = structuredClone(configuration);
      // Options that stand already need not be given again.
      const { features: had } = configuration;
      const { customer_update: customer, subscription_cancel: cancel } = given.features ?? {};
      if (customer && had.customer_update.allowed_updates.length > 0)
        customer.allowed_updates ??= had.customer_update.allowed_updates as never;
      if (cancel?.cancellation_reason && had.subscription_cancel.cancellation_reason.enabled)
        cancel.cancellation_reason.options ??= had.subscription_cancel.cancellation_reason
          .options as never;
      await check(work, given);
      if (active !== undefined) setActive(configuration, active);
      changeConfiguration(configuration, given);
      const changes = changesOf(before, configuration);
      if (Object.keys(changes).length === 0) return configuration;
      configuration.updated = work.at;
      work.save('billing_portal.configuration', configuration);
      work.emit('billing_portal.configuration.updated', configuration, changes);
      return configuration;
    },
  ),
  listRoute(path, 'billing_portal.configuration', {
    shape: { active: flag.optional(), is_default: flag.optional() },
    facts: ['active', 'is_default'],
  }),
];
