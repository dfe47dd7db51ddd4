/**
 * Sign-in of the local demo: identities of the configuration, without a password, on loopback only.
 *
 * @packageDocumentation
 */
export { authModuleDemoProvider as default } from './module';
