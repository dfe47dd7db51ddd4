/**
 * Sign-in of the local demo: identities of the configuration, without a password, on loopback only.
 *
 * @packageDocumentation
 */
export { demoFeatures as default } from './demoFeatures';
