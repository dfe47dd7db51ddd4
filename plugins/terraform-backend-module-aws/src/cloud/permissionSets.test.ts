import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PERMISSION_SETS } from './access';
import { isReading } from './actionPatterns';

const run = promisify(execFile);
const SCRIPT = join(__dirname, '../../scripts/permissionSets.mjs');

describe('permissionSets.json', () => {
  it('is what the module terraform-permissions says', async () => {
    await expect(
      run(process.execPath, [SCRIPT, '--check']),
    ).resolves.toMatchObject({ stderr: '' });
  });

  it('has what a set shares with others', () => {
    expect(PERMISSION_SETS['aws-iam-role'].apply).toContain('iam:CreateRole');
  });

  it('lets plans only read', () => {
    const writing = Object.values(PERMISSION_SETS)
      .flatMap(({ plan }) => plan)
      .filter(action => !isReading(action));
    expect(writing).toEqual([]);
  });
});
