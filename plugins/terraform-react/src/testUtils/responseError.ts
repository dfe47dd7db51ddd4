import { ResponseError } from '@backstage/errors';

/** An error as TerraformClient throws it, for the tests of this package. */
export function responseError(
  status: number,
  message: string,
): Promise<ResponseError> {
  const body = JSON.stringify({
    error: { name: 'Error', message },
    response: { statusCode: status },
  });
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: 'Refused',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => body,
  } as Response);
}
