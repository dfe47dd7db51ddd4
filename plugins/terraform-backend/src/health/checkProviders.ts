import { Health } from '@planroom/backstage-plugin-terraform-common';
import { findMirrorProblem, TerraformConfig } from '../config';

/** Where Terraform gets providers from. A mirror that is configured and cannot serve is told, because the network serves in its place. */
export function checkProviders({
  providerMirrors,
  namedProviderMirror: named,
}: Pick<
  TerraformConfig,
  'providerMirrors' | 'namedProviderMirror'
>): Health['checks'][string] {
  if (!named) {
    return {
      status: 'ok',
      message:
        providerMirrors.length > 0
          ? comeFrom(providerMirrors)
          : 'Providers come from the network: no mirror is configured',
    };
  }
  const problem = findMirrorProblem(named.folder);
  if (problem) {
    return {
      status: 'degraded',
      message: `${named.folder}, which ${named.by} names, ${problem}, so providers come from the network. Fill it with \`terraform providers mirror\` and restart the portal, or name no mirror`,
    };
  }
  return providerMirrors.includes(named.folder)
    ? { status: 'ok', message: comeFrom([named.folder]) }
    : {
        status: 'degraded',
        message: `${named.folder} could not serve as a mirror when the portal started and can now; restart the portal`,
      };
}

function comeFrom(folders: string[]): string {
  return `Providers that are in ${folders.join(
    ' or ',
  )} come from there, others from the network`;
}
