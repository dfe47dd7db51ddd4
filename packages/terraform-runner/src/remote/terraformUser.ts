const NAME = 'planroom';

export interface User {
  uid: number;
  gid: number;
}

/**
 * As whom Terraform runs: RUN_USER_ID (`uid` or `uid:gid`), else the user planroom of the image. Undefined without one, and when the
 * machine's own user may not switch.
 */
export function terraformUser(machine: {
  userId?: string;
  passwd: string;
  isRoot: boolean;
}): User | undefined {
  if (!machine.isRoot) {
    return undefined;
  }
  if (machine.userId) {
    const [uid, gid = uid] = machine.userId.split(':').map(Number);
    return { uid, gid };
  }
  const fields = machine.passwd
    .split('\n')
    .map(line => line.split(':'))
    .find(([name]) => name === NAME);
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}
