import {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { StartableProject } from './readProjects';

/** @throws NotAllowedError unless whoever started the task is in a group that may start the project */
export async function assertOwner(
  { name, owners }: StartableProject,
  credentials: BackstageCredentials,
  userInfo: UserInfoService,
): Promise<void> {
  if (!owners) return;
  const may = `Only members of ${owners.join(' or ')} may start ${name}`;
  if (!isUser(credentials)) {
    throw new NotAllowedError(
      `${may}, and this task was not started by a person; start it signed in`,
    );
  }
  const { ownershipEntityRefs, userEntityRef } = await userInfo.getUserInfo(
    credentials,
  );
  if (!ownershipEntityRefs.some(ref => owners.includes(ref.toLowerCase()))) {
    throw new NotAllowedError(
      `${may}, and ${userEntityRef} is in none of these groups; ask one of their members to start the task`,
    );
  }
}

function isUser(
  credentials: BackstageCredentials,
): credentials is BackstageCredentials<BackstageUserPrincipal> {
  return (credentials.principal as { type?: string }).type === 'user';
}
