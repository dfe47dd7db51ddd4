import {
  Server,
  ServerCredentials,
  status,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Service } from 'protobufjs';
import { generate } from 'selfsigned';
import { controllerService, providerService } from './protocol';
import { createProvider } from './provider';
import type { ProviderDocument } from './schema';

/** How Terraform makes sure that it started a provider and not something else. */
const MAGIC_COOKIE =
  'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/**
 * Serves a provider to the Terraform process that started this one, over gRPC on a loopback port with certificates that both made for
 * this connection only: https://github.com/hashicorp/go-plugin/blob/main/docs/guide-plugin-write-non-go.md
 *
 * @throws Error when it was not started by Terraform
 */
export async function serve(document: ProviderDocument): Promise<void> {
  if (process.env.TF_PLUGIN_MAGIC_COOKIE !== MAGIC_COOKIE) {
    throw new Error(
      'This stands in for a Terraform provider: Terraform starts it, it does nothing by itself.',
    );
  }
  const clientCertificate = process.env.PLUGIN_CLIENT_CERT;
  const own = clientCertificate ? makeCertificate() : undefined;
  const port = await listen(
    createServer(document),
    own
      ? ServerCredentials.createSsl(
          Buffer.from(clientCertificate!),
          [{ cert_chain: Buffer.from(own.cert), private_key: own.key }],
          true,
        )
      : ServerCredentials.createInsecure(),
  );
  process.stdout.write(
    `${['1', '5', 'tcp', `127.0.0.1:${port}`, 'grpc', own?.line ?? ''].join(
      '|',
    )}\n`,
  );
}

/**
 * Serves any number of Terraform processes, one after the other and at the same time, until it is ended: they attach to it by the variable
 * TF_REATTACH_PROVIDERS, whose value is printed as real providers do with `-debug`:
 * https://developer.hashicorp.com/terraform/plugin/debugging
 */
export async function serveAttached(document: ProviderDocument): Promise<void> {
  const port = await listen(
    createServer(document),
    ServerCredentials.createInsecure(),
  );
  const attachment = {
    [document.address]: {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    },
  };
  process.stdout.write(
    `TF_REATTACH_PROVIDERS='${JSON.stringify(attachment)}'\n`,
  );
}

function createServer(document: ProviderDocument): Server {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(
    definitionOf(providerService),
    implementation(createProvider(document)),
  );
  server.addService(
    definitionOf(controllerService),
    implementation({
      Shutdown: () => {
        setImmediate(() => process.exit(0));
        return {};
      },
    }),
  );
  return server;
}

function listen(server: Server, credentials: ServerCredentials) {
  return new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}

function makeCertificate() {
  const { cert, private: key } = generate(
    [{ name: 'commonName', value: 'localhost' }],
    {
      algorithm: 'sha256',
      days: 2,
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'keyUsage',
          digitalSignature: true,
          keyEncipherment: true,
          keyCertSign: true,
        },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        {
          name: 'subjectAltName',
          altNames: [{ type: 2, value: 'localhost' }],
        },
      ],
    },
  );
  return {
    cert,
    key: Buffer.from(key),
    // The certificate itself, without padding, as go-plugin reads it.
    line: cert.replace(/-----[A-Z ]+-----|\s/g, '').replace(/=+$/, ''),
  };
}

function definitionOf(service: Service): ServiceDefinition {
  return Object.fromEntries(
    service.methodsArray.map(method => {
      method.resolve();
      const { resolvedRequestType, resolvedResponseType } = method;
      return [
        method.name,
        {
          path: `/${service.fullName.slice(1)}/${method.name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: value =>
            Buffer.from(resolvedRequestType!.encode(value).finish()),
          requestDeserialize: bytes => resolvedRequestType!.decode(bytes),
          responseSerialize: value =>
            Buffer.from(
              resolvedResponseType!
                .encode(resolvedResponseType!.fromObject(value))
                .finish(),
            ),
          responseDeserialize: bytes => resolvedResponseType!.decode(bytes),
        },
      ];
    }),
  );
}

function implementation(
  handlers: Record<string, (request: any) => object>,
): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (
        call: { request: any },
        answer: (error: object | null, value?: object) => void,
      ) => {
        try {
          answer(null, handler(call.request));
        } catch (error) {
          answer({
            code: status.INTERNAL,
            details: error instanceof Error ? error.message : String(error),
          });
        }
      },
    ]),
  );
}
