import type { Webhook } from '@/api/types';

/** One word for how a webhook does: one that is not answered well is more than active. */
export const statusOf = ({ status, failingSince }: Pick<Webhook, 'status' | 'failingSince'>) =>
  status === 'active' && failingSince ? 'failing' : status;
