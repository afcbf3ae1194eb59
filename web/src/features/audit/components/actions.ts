/** What people look for most; any other action can be typed. */
const COMMON = [
  'audit.exported',
  'organization.changed',
  'people.imported',
  'person.changed',
  'person.created',
  'person.deactivated',
  'role-assignment.created',
  'role-assignment.deleted',
  'role.changed',
  'role.created',
  'service-account.created',
  'session.started',
  'token.created',
  'token.revoked',
  'token.rotated',
  'webhook.created',
];

/** The actions to choose from: the common ones, and those that were seen. */
export const actionsToChoose = (seen: Iterable<string>): string[] =>
  [...new Set([...COMMON, ...seen])].sort();
