import type { components } from './schema';

type Schemas = components['schemas'];

export type OrganizationRef = Schemas['OrganizationChoice'];
/** The code of a second factor, where the host asks for one. */
export type SignInRequest = Schemas['SignInRequest'] & { code?: string };
export type SignInAnswer = Schemas['SignedInAnswer'];
export type Me = Schemas['MeAnswer'];
export type Token = Schemas['TokenAnswer'];
export type CreatedToken = Schemas['IssuedTokenAnswer'];
export type IssueTokenRequest = Schemas['IssueTokenRequest'];
export type UpdateTokenRequest = Schemas['UpdateTokenRequest'];
export type RotateTokenRequest = Schemas['RotateTokenRequest'];
export type RevocationReceipt = Schemas['RevocationReceipt'];
export type ServiceAccount = Schemas['ServiceAccountAnswer'];
export type UpdateServiceAccountRequest = Schemas['UpdateServiceAccountRequest'];
export type Person = Schemas['PersonAnswer'];
export type CreatedPerson = Schemas['CreatePersonAnswer'];
export type CreatePersonRequest = Schemas['CreatePersonRequest'];
export type UpdatePersonRequest = Schemas['UpdatePersonRequest'];
export type ImportReport = Schemas['ImportReport'];
export type Role = Schemas['RoleAnswer'];
export type UpdateRoleRequest = Schemas['UpdateRoleRequest'];
export type RolePreview = Schemas['RolePreviewAnswer'];
export type Application = Schemas['ApplicationAnswer'];
export type ApplicationResource = Schemas['ApplicationResource'];
export type ApplicationPreview = Schemas['ApplicationPreviewAnswer'];
export type UpdateApplicationRequest = Schemas['UpdateApplicationRequest'];
export type Permission = Schemas['PermissionAnswer'];
export type Organization = Schemas['OrganizationAnswer'];
export type TokenPolicy = Schemas['TokenPolicyAnswer'];
export type UpdateOrganizationRequest = Schemas['UpdateOrganizationRequest'];
export type Session = Schemas['SessionAnswer'];
export type Notification = Schemas['NotificationAnswer'];
export type NotificationPreference = Schemas['NotificationPreference'];
export type Job = Schemas['JobAnswer'];
export type JobRun = Schemas['JobRunAnswer'];
export type ParkedMessage = Schemas['ParkedMessageAnswer'];
export type MyCalendar = Schemas['MyCalendarAnswer'];
export type Webhook = Schemas['WebhookAnswer'];
export type WebhookWithSecret = Schemas['WebhookSecretAnswer'];
export type UpdateWebhookRequest = Schemas['UpdateWebhookRequest'];
export type WebhookEvent = Schemas['WebhookEventAnswer'];
export type Delivery = Schemas['DeliveryAnswer'];
export type Attempt = Schemas['AttemptAnswer'];
export type SetUpRequest = Schemas['SetUpInstanceRequest'];

export type Page<T> = { items: T[]; nextCursor: string | null; total: number | null };
