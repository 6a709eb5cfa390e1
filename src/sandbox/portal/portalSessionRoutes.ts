import { ApiError, invalidParameter, notModelled } from '../wire/apiError.ts';
import { choice, text, url, withoutEffect } from '../wire/parameters.ts';
import { postRoute, type Route } from '../wire/route.ts';
import { defaultConfiguration } from './configurations.ts';
import { flowData, flowOf } from './flows.ts';
import { createPortalSession } from './portalSessions.ts';

const locales =
  'auto bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  ) as [string, ...string[]];

export const portalSessionRoutes: readonly Route[] = [
  postRoute(
    '/v1/billing_portal/sessions',
    {
      customer: text.optional(),
      configuration: text.optional(),
      flow_data: flowData.optional(),
      locale: choice(...locales).optional(),
      return_url: url.optional(),
      ...withoutEffect('after_expiration', 'customer_account', 'on_behalf_of'),
    },
    async (work, given) => {
      for (const name of ['after_expiration', 'customer_account', 'on_behalf_of'] as const)
        if (given[name] !== undefined) throw notModelled(name);
      if (given.customer === undefined)
        throw invalidParameter(
          'customer',
          'Missing required param: customer.',
          'parameter_missing',
        );
      const customer = await work.need('customer', given.customer, 'customer');
      const configuration = given.configuration
        ? await work.need('billing_portal.configuration', given.configuration, 'configuration')
        : await defaultConfiguration(work);
      if (!configuration.active)
        throw new ApiError({
          message: 'This portal configuration is inactive.',
          param: 'configuration',
        });
      return createPortalSession(work, {
        customer: customer.id,
        configuration: configuration.id,
        flow: given.flow_data ? await flowOf(work, given.flow_data, configuration, customer) : null,
        locale: given.locale ?? null,
        returnUrl: given.return_url ?? configuration.default_return_url,
      });
    },
  ),
];
