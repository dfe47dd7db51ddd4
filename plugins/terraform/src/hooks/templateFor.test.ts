import { templateFor } from './templateFor';

describe('templateFor', () => {
  const templates = [
    { template: 'any', modules: '*' },
    { template: 'none', modules: '' },
    { template: 'vm', modules: 'aws-vm, azure-vm,gcp-vm' },
    { template: 'aws-vm-small', modules: 'aws-vm' },
  ];

  it.each([
    ['aws-vm', { template: 'aws-vm-small' }],
    ['azure-vm', { template: 'vm', formData: { cloud: 'azure' } }],
    [
      'aws-ecr',
      { template: 'any', formData: { target: { module: 'aws-ecr' } } },
    ],
  ])('finds the form of %s', (module, expected) => {
    expect(templateFor(module, templates)).toEqual(expected);
  });

  it('finds none where none is for everything', () => {
    expect(templateFor('aws-ecr', templates.slice(1))).toBeUndefined();
  });
});
