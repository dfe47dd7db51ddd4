import { terraformUser } from './terraformUser';

const passwd =
  'root:x:0:0:root:/root:/bin/bash\nplanroom:x:10001:10002::/nonexistent:/usr/sbin/nologin\n';

it.each([
  [
    { passwd, isRoot: true },
    { uid: 10_001, gid: 10_002 },
  ],
  [{ passwd, isRoot: false }, undefined],
  [{ passwd: 'root:x:0:0::/root:/bin/sh\n', isRoot: true }, undefined],
  [
    { passwd, isRoot: true, userId: '20001' },
    { uid: 20_001, gid: 20_001 },
  ],
  [
    { passwd, isRoot: true, userId: '20001:5' },
    { uid: 20_001, gid: 5 },
  ],
])('%j', (machine, user) => {
  expect(terraformUser(machine)).toEqual(user);
});
