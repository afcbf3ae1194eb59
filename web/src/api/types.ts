import type { components } from './schema';

type Schemas = components['schemas'];

export type OrganizationRef = Schemas['OrganizationRef'];
export type SignInAnswer = Schemas['SignInAnswer'];
export type Me = Schemas['Me'];
export type Token = Schemas['Token'];
export type CreatedToken = Schemas['CreatedToken'];
export type IssueTokenRequest = Schemas['IssueTokenRequest'];
export type RevocationReceipt = Schemas['RevocationReceipt'];
export type ServiceAccount = Schemas['ServiceAccount'];
export type Person = Schemas['Person'];
export type PersonWithInvitation = Person & { invitation?: Schemas['Invitation'] };
export type AddPersonRequest = Schemas['AddPersonRequest'];
export type UpdatePersonRequest = Schemas['UpdatePersonRequest'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type Organization = Schemas['Organization'];
export type Session = Schemas['Session'];
export type Notification = Schemas['Notification'];
export type SetUpRequest = Schemas['SetUpRequest'];

export type Page<T> = { items: T[]; nextCursor: string | null; total: number | null };
