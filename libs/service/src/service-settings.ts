import { z } from 'zod';
import { setting } from './setting';

/** A TCP port; 0 takes any free one. */
export const port = z.coerce.number().int().min(0).max(65_535);

/** The settings that every process has. Each listens on its own port, so that all can run on one host. */
export function serviceSettings(name: string, usualPort: number) {
  return {
    logLevel: setting(
      'PANTO_LOG_LEVEL',
      z.enum(['debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
      'The least severe log lines to write: debug, info, warn, error, fatal or silent.',
    ),
    signsHost: setting(
      'PANTO_HTTP_HOST',
      z.string().default('127.0.0.1'),
      'Address on which /metrics, /livez and /readyz are served.',
    ),
    signsPort: setting(
      `PANTO_${name.toUpperCase().replaceAll('-', '_')}_HTTP_PORT`,
      port.optional(),
      `Port on which /metrics, /livez and /readyz are served; ${usualPort} unless set, or any free port if that one is taken.`,
    ),
    stopTimeout: setting(
      'PANTO_STOP_TIMEOUT_MS',
      z.coerce.number().int().min(100).max(600_000).default(20_000),
      'How long an orderly stop may take before the process ends anyway, ms.',
    ),
  };
}
