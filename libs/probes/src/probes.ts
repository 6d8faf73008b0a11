import { cpu } from './cpu/cpu';
import { diskUsage } from './disk-usage/disk-usage';
import { dns } from './dns/dns';
import { http } from './http/http';
import { load } from './load/load';
import { memory } from './memory/memory';
import { ping } from './ping/ping';
import type { Probe } from './probe';
import { tcp } from './tcp/tcp';
import { tls } from './tls/tls';

/** Every Probe by name. */
export const probes: ReadonlyMap<string, Probe> = new Map(
  [http, tcp, tls, dns, ping, cpu, memory, diskUsage, load].map((probe: Probe) => [probe.name, probe]),
);
