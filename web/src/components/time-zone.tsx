import { createContext, useContext } from 'react';

const TimeZoneContext = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone);

export const TimeZoneProvider = TimeZoneContext.Provider;

/** The organization's time zone; the browser's where the caller may not read the organization. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
