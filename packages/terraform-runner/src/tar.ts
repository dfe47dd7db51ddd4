// Part of the bundle, so it is no dependency of the installed package.
// eslint-disable-next-line @backstage/no-undeclared-imports
export { create, Header, Pax, Unpack, type ReadEntry } from 'tar';
