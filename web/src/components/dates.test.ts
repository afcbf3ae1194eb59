import { describe, expect, it } from 'vitest';
import {
  dateInZone,
  dayAfter,
  daysLeft,
  endOfDay,
  formatDate,
  formatDateTime,
  formatRelative,
  isDate,
  startOfDay,
} from './dates';

const NOW = new Date('2027-01-31T09:00:00Z');

describe('formatDate', () => {
  it('is the date in the organization’s zone, not in UTC', () => {
    expect(formatDate('2027-02-01T05:00:00Z', 'America/Los_Angeles')).toBe('31 Jan 2027');
    expect(formatDate('2027-02-01T05:00:00Z', 'Europe/Berlin')).toBe('1 Feb 2027');
  });
});

describe('formatDateTime', () => {
  it('names the zone', () => {
    expect(formatDateTime('2027-01-31T09:00:00Z', 'Europe/Berlin')).toBe('31 Jan 2027, 10:00 CET');
  });
});

describe('formatRelative', () => {
  it.each([
    ['2027-01-31T08:59:40Z', 'just now'],
    ['2027-01-31T08:58:00Z', '2 minutes ago'],
    ['2027-01-31T12:00:00Z', 'in 3 hours'],
    ['2027-01-30T09:00:00Z', 'yesterday'],
    ['2027-03-12T09:00:00Z', 'in 40 days'],
    ['2027-07-30T09:00:00Z', 'in 6 months'],
    ['2024-01-31T09:00:00Z', '3 years ago'],
  ])('%s is %s', (at, expected) => {
    expect(formatRelative(at, NOW)).toBe(expected);
  });
});

describe('daysLeft', () => {
  it.each([
    ['2028-01-31T08:59:00Z', 365],
    ['2027-01-31T10:00:00Z', 1],
    ['2027-01-31T08:00:00Z', 0],
  ])('until %s is %d', (at, days) => {
    expect(daysLeft(at, NOW)).toBe(days);
  });
});

describe('endOfDay', () => {
  it.each([
    ['2027-01-31', 'UTC', '2027-01-31T23:59:59Z'],
    ['2027-01-31', 'America/Los_Angeles', '2027-02-01T07:59:59Z'],
    ['2027-01-31', 'Pacific/Auckland', '2027-01-31T10:59:59Z'],
    // The clocks change on this day: it ends in summer time.
    ['2027-03-14', 'America/Los_Angeles', '2027-03-15T06:59:59Z'],
    ['2027-11-07', 'America/Los_Angeles', '2027-11-08T07:59:59Z'],
  ])('%s in %s is %s', (date, zone, expected) => {
    expect(endOfDay(date, zone)).toBe(expected);
  });

  it('is the last second of the date that a date field shows', () => {
    expect(dateInZone(new Date(endOfDay('2027-06-30', 'Asia/Tokyo')), 'Asia/Tokyo')).toBe('2027-06-30');
  });
});

describe('startOfDay', () => {
  it.each([
    ['2027-01-31', 'UTC', '2027-01-31T00:00:00Z'],
    ['2027-01-31', 'America/Los_Angeles', '2027-01-31T08:00:00Z'],
    ['2027-03-14', 'America/Los_Angeles', '2027-03-14T08:00:00Z'],
    ['2027-03-15', 'America/Los_Angeles', '2027-03-15T07:00:00Z'],
  ])('%s in %s is %s', (date, zone, expected) => {
    expect(startOfDay(date, zone)).toBe(expected);
  });

  it('of the day after is where a day ends', () => {
    expect(startOfDay(dayAfter('2027-12-31'), 'UTC')).toBe('2028-01-01T00:00:00Z');
  });

  it('takes dates that there are', () => {
    expect([isDate('2027-01-31'), isDate('2027-13-01'), isDate('yesterday'), isDate(undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
