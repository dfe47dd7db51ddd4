import { ResponseError } from '@backstage/errors';

/** Options of every call. @public */
export interface TerraformRequestOptions {
  /** Backstage token; not needed where the given fetch adds it. */
  token?: string;
  /** Aborts the request. */
  signal?: AbortSignal;
}

/** Options of the calls that create something. @public */
export interface TerraformCreateOptions extends TerraformRequestOptions {
  /** A repeated call with the same key and body answers what the first one made. */
  idempotencyKey?: string;
}

/** Anything with the shape of `fetch`. @public */
export interface TerraformFetchApi {
  /** Called with an absolute URL. */
  fetch: typeof fetch;
}

/** Anything that knows the plugin's base URL. @public */
export interface TerraformDiscoveryApi {
  /** Base URL of a backend plugin, without a slash at its end. */
  getBaseUrl(pluginId: string): Promise<string>;
}

/** What `TerraformClient` needs to reach the backend. @public */
export interface TerraformClientOptions {
  /** Where the backend is. */
  discoveryApi: TerraformDiscoveryApi;
  /** How it is asked; the global `fetch` by default. */
  fetchApi?: TerraformFetchApi;
}

/** Sends one request below the plugin's base URL and answers the parsed body, or throws `ResponseError`. */
export type SendRequest = <T>(
  method: string,
  route: string,
  options?: TerraformCreateOptions & {
    body?: unknown;
    query?: Record<string, string | number | undefined>;
    /** Statuses that are answers too. */
    accept?: number[];
  },
) => Promise<T>;

export function createSendRequest({
  discoveryApi,
  fetchApi = { fetch },
}: TerraformClientOptions): SendRequest {
  return async (method, route, options = {}) => {
    const { body, query = {}, accept, token, idempotencyKey } = options;
    const baseUrl = await discoveryApi.getBaseUrl('terraform');
    const url = new URL(`${baseUrl}${route}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (token) headers.Authorization = `Bearer ${token}`;
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    const response = await fetchApi.fetch(url.toString(), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options.signal,
    });
    if (!response.ok && !accept?.includes(response.status)) {
      throw await ResponseError.fromResponse(response);
    }
    return response.status === 204 ? undefined : response.json();
  };
}

/** A route whose parts are encoded. */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** A list that is never paged. */
export async function listAll<T>(
  send: SendRequest,
  route: string,
  options?: TerraformRequestOptions,
): Promise<T[]> {
  const { items } = await send<{ items: T[] }>('GET', route, options);
  return items;
}
