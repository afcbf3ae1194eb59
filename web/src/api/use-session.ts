import { useSyncExternalStore } from 'react';
import { session } from './client';

export function useSession() {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** The organization of the call; part of every query key, so that no answer outlives a switch. */
export function useOrganizationId(): string {
  const state = useSession();
  return state.status === 'signed-in' ? (state.organization?.id ?? 'instance') : 'none';
}
