// Written by hand after the HTTP contract; `npm run openapi` puts the generated file in its place, in the same shape.

type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Nothing = { headers: Record<string, unknown>; content?: never };
type Failure = {
  headers: Record<string, unknown>;
  content: { 'application/problem+json': components['schemas']['ProblemDetails'] };
};
type Plain<Status extends number, Answer, Body = undefined, Query = undefined> = {
  parameters: {
    query?: Query extends undefined ? never : Query;
    header?: never;
    path?: never;
    cookie?: never;
  };
  requestBody?: Body extends undefined ? never : { content: { 'application/json': Body } };
  responses: { [S in Status]: Answer extends undefined ? Nothing : Json<Answer> } & { default: Failure };
};
type WithId<Status extends number, Answer, Body = undefined> = {
  parameters: { query?: never; header?: { 'If-Match'?: string }; path: { id: string }; cookie?: never };
  requestBody?: Body extends undefined ? never : { content: { 'application/json': Body } };
  responses: { [S in Status]: Answer extends undefined ? Nothing : Json<Answer> } & { default: Failure };
};
type Page<T> = { items: T[]; nextCursor: string | null; total: number | null };
type Paging = { limit?: number; cursor?: string; sort?: string };
type Cookie = { cookie?: boolean };
type S = components['schemas'];

export interface paths {
  '/api/v1/setup': {
    get: Plain<200, S['SetupStatus']>;
    post: Plain<200, S['SignInAnswer'], S['SetUpRequest'], Cookie>;
  };
  '/api/v1/auth/sign-in': { post: Plain<200, S['SignInAnswer'], S['SignInRequest'], Cookie> };
  '/api/v1/auth': {
    post: Plain<200, S['SignInAnswer'], { refreshToken?: string; organizationId?: string }, Cookie>;
  };
  '/api/v1/auth/sign-out': { post: Plain<204, undefined> };
  '/api/v1/auth/accept-invitation': {
    post: Plain<200, S['SignInAnswer'], { token: string; password: string }, Cookie>;
  };
  '/api/v1/auth/forgot-password': { post: Plain<204, undefined, { email: string }> };
  '/api/v1/auth/reset-password': { post: Plain<204, undefined, { token: string; password: string }> };
  '/api/v1/auth/sessions': { get: Plain<200, Page<S['Session']>> };
  '/api/v1/auth/sessions/{id}': { delete: WithId<204, undefined> };
  '/api/v1/me': { get: Plain<200, S['Me']> };
  '/api/v1/me/token': {
    get: Plain<200, S['Token']>;
    post: Plain<201, S['CreatedToken'], { name?: string; scopes?: string[] }>;
    delete: Plain<204, undefined>;
  };
  '/api/v1/me/token/regenerate': { post: Plain<201, S['CreatedToken']> };
  '/api/v1/tokens': {
    get: Plain<
      200,
      Page<S['Token']>,
      undefined,
      Paging & { status?: string; kind?: string; ownerId?: string; q?: string }
    >;
    post: Plain<201, S['CreatedToken'], S['IssueTokenRequest']>;
  };
  '/api/v1/tokens/{id}': { get: WithId<200, S['Token']> };
  '/api/v1/tokens/{id}/revoke': { post: WithId<200, S['RevocationReceipt'], { reason?: string }> };
  '/api/v1/service-accounts': {
    get: Plain<200, Page<S['ServiceAccount']>, undefined, Paging & { q?: string }>;
    post: Plain<201, S['ServiceAccount'], { name: string; description?: string; permissions: string[] }>;
  };
  '/api/v1/service-accounts/{id}': { get: WithId<200, S['ServiceAccount']> };
  '/api/v1/people': {
    get: Plain<
      200,
      Page<S['Person']>,
      undefined,
      Paging & { q?: string; status?: string; roleId?: string; apiAccessEnabled?: boolean; permission?: string }
    >;
    post: Plain<201, S['Person'] & { invitation?: S['Invitation'] }, S['AddPersonRequest']>;
  };
  '/api/v1/people/{id}': {
    get: WithId<200, S['Person']>;
    patch: WithId<200, S['Person'], S['UpdatePersonRequest']>;
  };
  '/api/v1/people/{id}/deactivate': { post: WithId<200, S['Person']> };
  '/api/v1/people/{id}/reactivate': { post: WithId<200, S['Person']> };
  '/api/v1/people/{id}/roles': { put: WithId<200, S['Person'], { roleIds: string[] }> };
  '/api/v1/roles': { get: Plain<200, Page<S['Role']>, undefined, Paging & { q?: string }> };
  '/api/v1/roles/{id}': { get: WithId<200, S['Role']> };
  '/api/v1/permissions': { get: Plain<200, S['Permission'][], undefined, { q?: string }> };
  '/api/v1/organization': { get: Plain<200, S['Organization']> };
  '/api/v1/notifications': { get: Plain<200, Page<S['Notification']>, undefined, Paging> };
  '/api/v1/notifications/{id}/read': { post: WithId<204, undefined> };
  '/api/v1/notifications/read-all': { post: Plain<204, undefined> };
}

export interface components {
  schemas: {
    ProblemDetails: {
      type?: string;
      title?: string;
      status?: number;
      detail?: string;
      instance?: string;
      code?: string;
      traceId?: string;
      requiredPermission?: string;
      errors?: Record<string, string[]>;
    };
    OrganizationRef: { id: string; slug: string; name: string };
    Named: { kind: string; id: string; name: string };
    SetupStatus: { required: boolean };
    SetUpRequest: {
      code: string;
      operator: { email: string; password: string };
      organization: { name: string; slug: string };
      administrator: { name: string; email: string; password: string };
    };
    SignInRequest: { email: string; password: string; code?: string; organizationId?: string };
    SignInAnswer: {
      accessToken: string;
      tokenType: 'Bearer';
      expiresIn: number;
      refreshToken?: string | null;
      organization: S['OrganizationRef'] | null;
      organizations: S['OrganizationRef'][];
      person: { id: string; name: string; email: string } | null;
    };
    Session: {
      id: string;
      createdAt: string;
      lastUsedAt: string | null;
      address: string | null;
      userAgent: string | null;
      current: boolean;
    };
    Me: {
      organization: S['OrganizationRef'] | null;
      subject: {
        kind: 'person' | 'serviceAccount' | 'application';
        id: string;
        name: string;
        email?: string | null;
        apiAccessEnabled?: boolean;
      };
      credential: { kind: string; id: string; display: string; expiresAt: string | null };
      permissions: string[];
    };
    Token: {
      id: string;
      kind: 'user' | 'service' | 'application';
      format: 'opaque' | 'jwt';
      name: string;
      description: string | null;
      integrations: string[];
      owner: S['Named'];
      display: string;
      scopes: string[] | null;
      createdAt: string;
      createdBy: S['Named'] | null;
      expiresAt: string | null;
      lastUsedAt: string | null;
      lastUsedIp: string | null;
      useCount: number;
      status: 'active' | 'expiring' | 'rotating' | 'expired' | 'revoked';
      revokedAt: string | null;
      revokedBy: S['Named'] | null;
      revokedReason: string | null;
      replacedById: string | null;
      allowedAddresses: string[];
      rateLimitPerMinute: number | null;
      version: number;
    };
    CreatedToken: S['Token'] & { secret: string };
    IssueTokenRequest: {
      serviceAccountId: string;
      name: string;
      description?: string;
      integrations?: string[];
      expiresAt: string | null;
      scopes: string[];
      allowedAddresses?: string[];
      rateLimitPerMinute?: number;
      format?: 'opaque' | 'jwt';
    };
    RevocationReceipt: {
      tokenId: string;
      revokedAt: string;
      revision: number;
      nodes: { id: string; state: 'acknowledged' | 'fenced'; milliseconds: number }[];
    };
    ServiceAccount: {
      id: string;
      name: string;
      description: string | null;
      permissions: string[];
      status: string;
      tokenCount: number;
      version: number;
    };
    Person: {
      id: string;
      name: string;
      email: string;
      title: string | null;
      employeeNumber: string | null;
      status: 'invited' | 'active' | 'deactivated';
      apiAccessEnabled: boolean;
      roles: { id: string; name: string }[];
      createdAt: string;
      lastSignInAt: string | null;
      version: number;
    };
    Invitation: { url: string; expiresAt: string };
    AddPersonRequest: {
      name: string;
      email: string;
      title?: string;
      employeeNumber?: string;
      roleIds?: string[];
      apiAccessEnabled?: boolean;
      invite?: boolean;
    };
    UpdatePersonRequest: {
      name?: string;
      title?: string | null;
      employeeNumber?: string | null;
      apiAccessEnabled?: boolean;
    };
    Role: {
      id: string;
      name: string;
      description: string | null;
      builtIn: boolean;
      permissions: string[];
      memberCount: number;
      version: number;
    };
    Permission: {
      name: string;
      urn: string;
      resource: string;
      action: string;
      description: string;
      module: string;
      applicationId: string | null;
    };
    Organization: {
      id: string;
      slug: string;
      name: string;
      status: string;
      timeZone: string;
      contactEmail: string | null;
      tokenPolicy: {
        userTokenLifetimeDays: number;
        maxActiveUserTokens: number;
        serviceTokenMaxLifetimeDays: number | null;
        allowNonExpiring: boolean;
        maxOverlapHours: number;
      };
      version: number;
    };
    Notification: { id: string; event: string; title: string; body: string; createdAt: string; readAt: string | null };
  };
}
