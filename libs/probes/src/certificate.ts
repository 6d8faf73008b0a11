import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { MetricDescription, MetricMaps } from './probe';

/** What a TLS connection reveals about its certificates. */
export interface CertificateFacts {
  /** Why the certificate is not valid; null if it is. */
  readonly fault: string | null;
  /** Seconds until the server's certificate expires; negative if it has. */
  readonly expires: number;
  /** Seconds until the first certificate of the chain expires. */
  readonly chainExpires: number;
  readonly certificate: DetailedPeerCertificate;
}

/** The meaning of the codes of OpenSSL and Node. */
const faults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the root of the chain is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the issuer of the certificate is not trusted, or an intermediate certificate was not sent',
  UNABLE_TO_GET_ISSUER_CERT: 'a certificate of the chain is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of the certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for other names',
};

/** Documentation of the metrics that `certificateMetrics` gives. */
export const certificateDescriptions: Readonly<Record<string, MetricDescription>> = {
  'expires-seconds': { type: 'float', text: 'Seconds until the certificate expires; negative once it has.' },
  'chain-expires-seconds': {
    type: 'float',
    text: 'Seconds until the first certificate of the chain sent expires.',
  },
  valid: { type: 'bool', text: 'Whether the certificate is valid for this name, now.' },
  issuer: { type: 'string', text: 'Common name of the issuer.' },
  subject: { type: 'string', text: 'Common name of the certificate.' },
  version: { type: 'string', text: 'Version of TLS.' },
  cipher: { type: 'string', text: 'Cipher suite.' },
  fingerprint: { type: 'string', text: 'SHA-256 fingerprint of the certificate.' },
};

/** Inspects the certificates of a connection; null if the server sent none. */
export function certificateFacts(socket: TLSSocket, now: number): CertificateFacts | null {
  const certificate = socket.getPeerCertificate(true);
  if (certificate.valid_to === undefined) return null;
  const ends = chain(certificate).map(({ valid_to }) => (Date.parse(valid_to) - now) / 1000);
  return {
    fault: socket.authorized ? null : faultOf(String(socket.authorizationError)),
    expires: ends[0] ?? Number.NaN,
    chainExpires: Math.min(...ends),
    certificate,
  };
}

/** A fault as a sentence, including the code to search for. */
function faultOf(code: string): string {
  return `${faults[code] ?? 'the certificate is not valid'} (${code})`;
}

/** The metrics of the facts. */
export function certificateMetrics(facts: CertificateFacts, socket: TLSSocket): Partial<MetricMaps> {
  const { certificate } = facts;
  return {
    floats: { 'expires-seconds': facts.expires, 'chain-expires-seconds': facts.chainExpires },
    bools: { valid: facts.fault === null },
    strings: {
      issuer: commonName(certificate.issuer),
      subject: commonName(certificate.subject),
      version: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      fingerprint: certificate.fingerprint256,
    },
  };
}

/** A root is its own issuer; no real chain has more than ten links. */
function chain(first: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const links: DetailedPeerCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = first;
  while (next && !links.includes(next) && links.length < 10) {
    links.push(next);
    next = next.issuerCertificate;
  }
  return links;
}

function commonName(name: { readonly CN?: string | string[] } | undefined): string {
  return [name?.CN ?? []].flat().join(', ');
}
