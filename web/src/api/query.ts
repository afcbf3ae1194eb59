import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What was refused stays refused; only a lost connection or an overloaded server is worth another try.
      retry: (failures, error) => failures < 2 && [0, 502, 503, 504].includes(problemOf(error).status),
      throwOnError: false,
    },
    mutations: {
      // Answers of mutations may hold a secret: nothing keeps them after the page let go of them.
      gcTime: 0,
    },
  },
});
