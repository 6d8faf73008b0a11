import { secret, setting, type Settings } from '@panto/service';
import { z } from 'zod';
import type { RegistryAddress } from './registry';

/** The settings of every process that uses the schema registry. */
export const registrySettings = {
  registryUrl: setting(
    'PANTO_SCHEMA_REGISTRY_URL',
    z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8081/apis/ccompat/v7'),
    "Base address of Confluent's API of the schema registry.",
  ),
  registryUserInfo: secret(
    'PANTO_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO',
    z
      .string()
      .regex(/^[^:]+:.*$/)
      .optional(),
    'user:password for the schema registry, as schema.registry.basic.auth.user.info.',
  ),
};

/** The address of the registry, from the settings. */
export function registryAddress(settings: Settings<typeof registrySettings>): RegistryAddress {
  return { url: settings.registryUrl, userInfo: settings.registryUserInfo };
}
