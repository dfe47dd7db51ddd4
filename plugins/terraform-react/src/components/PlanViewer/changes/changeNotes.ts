import type { PlanChange } from '@planroom/backstage-plugin-terraform-common';

const FORCES = /forces replacement/i;

/** Terraform's `action_reason` in words; the ones that say nothing new are left out. */
const REASONS: Record<string, string> = {
  replace_because_tainted: 'damaged by an earlier run (tainted)',
  replace_by_request: 'replacement was asked for',
  replace_by_triggers: 'replaced because of what it depends on',
  replace_because_cannot_update: 'cannot be changed in place',
  delete_because_no_resource_config: 'no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'beyond the new count',
  delete_because_each_key: 'its key is no longer in for_each',
  delete_because_no_move_target: 'moved to where nothing is configured',
  read_because_config_unknown: 'read during apply: depends on other changes',
  read_because_dependency_pending:
    'read during apply: depends on other changes',
  read_because_check_nested: 'read during apply for a check',
};

/** What the row of a change says after its address. */
export function changeNotes(
  change: PlanChange,
): Array<{ text: string; forces: boolean }> {
  const { summary, reason, previousAddress, importId, action } = change;
  const forces = action === 'replace' && FORCES.test(summary);
  const reasonText =
    reason && !forces && (REASONS[reason] ?? reason.replace(/_/g, ' '));
  return [
    summary && { text: summary, forces },
    reasonText &&
      reasonText !== summary && {
        text: reasonText,
        forces: action === 'replace',
      },
    previousAddress &&
      !summary.includes(previousAddress) && {
        text: `moved from ${previousAddress}`,
        forces: false,
      },
    importId &&
      !summary.includes(importId) && {
        text: `imported ${importId}`,
        forces: false,
      },
  ].filter((note): note is { text: string; forces: boolean } => Boolean(note));
}
