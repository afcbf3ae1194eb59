import type { Token } from '@/api/types';

/** Whether a token still opens anything. */
export function isLive(token: Pick<Token, 'status'>): boolean {
  return token.status === 'active' || token.status === 'expiring' || token.status === 'rotating';
}
