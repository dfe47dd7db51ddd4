/** What retention needs to know of a state version. */
export interface VersionFacts {
  id: string;
  serial: number;
  lineage: string;
  runId?: string;
  createdAt: string;
}

/** What a run that has not ended refers to. */
export interface OpenRunFacts {
  id: string;
  /** the version that it wrote last */
  stateVersionId?: string;
  /** of the state that its plan was made on */
  planned?: { lineage?: string; serial?: number };
}

/** So many of the newest versions of a workspace stay, whatever their age. */
export const KEPT_VERSIONS = 20;

/**
 * Which versions of one workspace may go: those that are old enough, but never the current one, one of the newest, or one that an open run
 * has written or was planned on.
 *
 * @param versions - all of the workspace, in any order
 */
export function removableVersions(
  versions: VersionFacts[],
  options: { olderThan: string; currentId?: string; openRuns: OpenRunFacts[] },
): string[] {
  const { olderThan, currentId, openRuns } = options;
  const isReferredTo = (version: VersionFacts) =>
    openRuns.some(
      run =>
        run.id === version.runId ||
        run.stateVersionId === version.id ||
        (run.planned?.lineage === version.lineage &&
          run.planned.serial === version.serial),
    );
  return [...versions]
    .sort(newestFirst)
    .slice(KEPT_VERSIONS)
    .filter(
      version =>
        version.createdAt < olderThan &&
        version.id !== currentId &&
        !isReferredTo(version),
    )
    .map(version => version.id);
}

/** Several versions can be of the same millisecond; the serial tells their order then. */
function newestFirst(a: VersionFacts, b: VersionFacts): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return b.serial - a.serial;
}
