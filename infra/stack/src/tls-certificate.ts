import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files of a self-signed certificate. */
export interface TlsCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a self-signed certificate for 127.0.0.1 once; undefined if there is no openssl. */
export async function selfSigned(dataDir: string, host: string): Promise<TlsCertificate | undefined> {
  const folder = join(dataDir, 'tls');
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  if (existsSync(files.certificate) && existsSync(files.key)) return files;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const words = [
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '825',
    ],
    ...['-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,DNS:${host},IP:127.0.0.1`],
    ...['-keyout', files.key, '-out', files.certificate],
  ];
  return run('openssl', words, { timeout: 20_000 }).then(
    () => files,
    () => undefined,
  );
}
