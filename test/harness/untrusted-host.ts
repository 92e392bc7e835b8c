import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A value of X.509's encoding (DER): tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT_ID, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = der(OBJECT_ID, Buffer.from('550403', 'hex'));

/** A key and a certificate that nobody but itself vouches for. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from('127.0.0.1')))));
  const valid = der(SEQUENCE, ...['20200101000000Z', '20991231000000Z'].map((time) => der(GENERALIZED_TIME, Buffer.from(time))));
  const serial = der(INTEGER, Buffer.from([1]));
  const told = der(SEQUENCE, serial, ECDSA_WITH_SHA256, name, valid, name, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', told, privateKey));
  const certificate = der(SEQUENCE, told, ECDSA_WITH_SHA256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A server over https whose certificate no browser trusts. */
export interface UntrustedHost {
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts one on this machine's loopback address. */
export async function startUntrustedHost(answer: RequestListener): Promise<UntrustedHost> {
  const server = createServer(selfSigned(), answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
