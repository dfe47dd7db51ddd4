/**
 * Chooses the template for a module. A template's annotation names one module, several (a form that asks for the cloud: `cloud` is
 * filled in with the word that the module's name begins with), or `*` for whatever has no form of its own.
 */
export function templateFor<T>(
  module: string,
  templates: Array<{ template: T; modules: string }>,
): { template: T; formData?: object } | undefined {
  const named = templates
    .map(({ template, modules }) => ({
      template,
      names: modules.split(',').map(name => name.trim()),
    }))
    .sort((a, b) => a.names.length - b.names.length);
  const own = named.find(({ names }) => names.includes(module));
  if (own) {
    return own.names.length === 1
      ? { template: own.template }
      : {
          template: own.template,
          formData: { cloud: module.split('-')[0] },
        };
  }
  const any = named.find(({ names }) => names.includes('*'));
  return any && { template: any.template, formData: { target: { module } } };
}
