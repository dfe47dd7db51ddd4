import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ModuleCatalogue } from './ModuleCatalogue';

function manifest(title: string): string {
  return `{ title: ${title}, description: D, category: c, cloud: none, owner: group:default/platform, lifecycle: production, version: 1.0.0 }`;
}

describe('ModuleCatalogue', () => {
  const directory = createMockDirectory();

  it('lists what can be read, reports what cannot, and reads again', async () => {
    directory.setContent({
      one: {
        zeta: { 'module.yaml': manifest('Zeta'), 'main.tf': '' },
        broken: { 'module.yaml': manifest('Broken'), 'main.tf': 'a {' },
        'no-module': { 'main.tf': '' },
        'README.md': '',
      },
      two: {
        alpha: { 'module.yaml': manifest('Alpha'), 'main.tf': '' },
        zeta: { 'module.yaml': manifest('Other'), 'main.tf': '' },
      },
    });
    const logger = mockServices.logger.mock();
    const catalogue = await ModuleCatalogue.create({
      locations: ['one', 'two', 'missing'].map(name => directory.resolve(name)),
      logger,
    });

    expect(catalogue.list().map(({ name, title }) => [name, title])).toEqual([
      ['alpha', 'Alpha'],
      ['zeta', 'Zeta'],
    ]);
    expect(catalogue.get('zeta')?.folder).toBe(directory.resolve('one/zeta'));
    expect(catalogue.get('broken')).toBeUndefined();
    expect(catalogue.problems()).toEqual([
      {
        folder: directory.resolve('one/broken'),
        message: expect.stringMatching(/main\.tf:1,.*Unclosed/),
      },
      {
        folder: directory.resolve('two/zeta'),
        message: expect.stringContaining('is a module of the same name'),
      },
      {
        folder: directory.resolve('missing'),
        message: expect.stringContaining('cannot be read'),
      },
    ]);
    expect(logger.error).toHaveBeenCalledTimes(3);

    directory.addContent({
      'one/broken/main.tf': 'locals {}',
      missing: {},
    });
    await Promise.all([catalogue.reload(), catalogue.reload()]);
    expect(catalogue.list().map(({ name }) => name)).toEqual([
      'alpha',
      'broken',
      'zeta',
    ]);
    expect(catalogue.problems()).toHaveLength(1);
  });
});
