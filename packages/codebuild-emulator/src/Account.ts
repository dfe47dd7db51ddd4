/** Where everything in the emulator is: one account and one region. */
export class Account {
  constructor(readonly id: string, readonly region: string) {}

  /** The ARN of a thing with a region, e.g. `('codebuild', 'project/plan')`. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.id}:${resource}`;
  }
}
