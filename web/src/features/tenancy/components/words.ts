/** What a receipt says of an organization that was stopped. */
export const STOPPED = 'No node accepts any token or session of it any more';
