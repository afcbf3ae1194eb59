using System.Text.Json.Nodes;

namespace Platform.Host.Http;

/// <summary>
/// Values for the examples of the OpenAPI document: by a field's name, and by its schema's and its own where that means something
/// else there. A field that is not here gets one of its type.
/// </summary>
internal static class SampleValues
{
    public const string Id = "01976a3e-7b1d-7c02-9d0e-2f4a6b8c1d3e";

    /// <summary>What may be null and is, with a thing that is well and goes on.</summary>
    public static readonly HashSet<string> Nothing =
    [
        "revokedAt", "revokedBy", "revokedReason", "replacedById", "nextCursor", "disabledReason", "failingSince", "previousSecretEndsAt", "firstBroken",
        "applicationId", "error", "lastError", "readAt", "recoveryCodes", "sentTo", "changes",
    ];

    /// <summary>What a thing is called, by a word in the name of its schema.</summary>
    public static readonly (string Word, string Name)[] Names =
    [
        ("Administrator", "Kim Larsen"), ("Person", "Kim Larsen"), ("Actor", "Kim Larsen"), ("Preview", "Kim Larsen"), ("Organization", "Northside Fire"),
        ("Role", "Dispatcher"), ("Resource", "tickets"), ("Permission", "tickets:read"), ("Application", "Ticket desk"), ("Passkey", "Office laptop"),
        ("Job", "tokens-expire"), ("WebhookEvent", "token.expiring"),
    ];

    public static readonly JsonObject All = JsonNode.Parse("""
        {
          "accessToken": "eyJhbGciOiJFUzI1NiIs…", "action": "read", "actions": ["read", "write"], "address": "192.0.2.7", "adds": ["tickets:close"],
          "agent": "dispatch/2.1", "allowedAddresses": ["192.0.2.0/24"], "attempts": 1, "body": "Dispatch bridge ends on 31 January 2027.", "code": "492039",
          "contactEmail": "it@northside.example", "currentPassword": "a long and secret phrase", "defaultRateLimitPerMinute": 600,
          "denied": 0, "description": "Hands tickets to the dispatch system", "detail": "If there is an account with this address, a mail is on its way.",
          "display": "pts_QRST…XxQG", "durationMilliseconds": 84, "email": "kim.larsen@northside.example", "employeeNumber": "1042", "endpoint": "GET /api/v1/me",
          "enrolmentToken": "the token of the answer mfa-required", "error": 0, "errorCount": 0, "event": "token.expiring", "events": ["token.expiring", "token.revoked"], "everySeconds": 60,
          "expiresIn": 86400, "field": "email", "format": "opaque", "gains": ["tickets:write"], "hash": "9f2c64d1…", "idleRevocationDays": 90,
          "integrations": ["dispatch"], "invalid": 0, "kind": "serviceAccount", "lastStatusCode": 204, "lastUsedAgent": "dispatch/2.1", "lastUsedIp": "192.0.2.7",
          "link": "/tokens", "loses": ["tickets:delete"], "maxActiveUserTokens": 1, "maxOverlapHours": 168, "message": "This is no e-mail address.",
          "messageId": "msg_01976a3e7b1d7c029d0e2f4a6b8c1d3e", "newPassword": "another long and secret phrase", "node": "01976a3e", "organizationId": "northside-fire",
          "overlapHours": 24, "password": "a long and secret phrase", "permissions": ["tickets:read", "people:read"], "previousHash": "1b07e4aa…",
          "rateLimited": 0, "rateLimitPerMinute": 600, "reason": "The integration is not used any more", "reasons": ["It lives longer than the policy allows"],
          "recentUse": [0, 0, 12, 40, 38, 41, 40, 39, 0, 0, 44, 42, 40, 17], "refreshToken": "…", "reminderDays": [90, 30, 7], "removes": ["tickets:delete"],
          "requireMfa": false, "resource": "tickets", "responseBody": "", "roleNames": ["Dispatcher"], "roles": ["Dispatcher"], "scopes": ["tickets:read"],
          "secret": "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG", "serviceTokenMaxLifetimeDays": 365, "sharedKey": "JBSWY3DPEHPK3PXP", "slug": "northside-fire",
          "state": "acknowledged", "status": "active", "statusCode": 204, "ticket": "the ticket of the challenge", "timeZone": "Europe/Oslo", "title": "Station officer",
          "token": "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG", "tokenType": "Bearer", "traceId": "0af7651916cd43dd8448eb211c80319c", "unknown": [],
          "uri": "otpauth://totp/Platform:kim.larsen@northside.example?secret=JBSWY3DPEHPK3PXP&issuer=Platform", "url": "https://hooks.northside.example/platform",
          "urn": "urn:platform:tickets:*:read", "userAgent": "Mozilla/5.0", "userTokenLifetimeDays": 365, "warnings": [],

          "AcceptInvitationRequest.token": "the token of the link", "AddPasskeyRequest.credential": {}, "AttemptAnswer.requestHeaders": { "webhook-id": "msg_01976a3e7b1d7c029d0e2f4a6b8c1d3e" },
          "AuditEntryAnswer.action": "token.revoked", "AuthenticatorSetup.qrCode": "data:image/svg+xml;base64,…", "CreatePersonAnswer.status": "invited",
          "DeliveryAnswer.status": "delivered", "DeliveryDetailAnswer.status": "delivered", "DeliveryDetailAnswer.body": "{\"type\":\"token.expiring\",\"timestamp\":\"2026-01-31T09:00:00Z\",\"data\":{}}",
          "ImportColumns.recognised": { "Name": "name", "E-mail": "email" }, "InvitationLink.url": "https://platform.example/accept-invitation?token=…", "IssuedTokenAnswer.kind": "service",
          "JobAnswer.description": "Notes tokens that have come to their end, and tells of them", "LiveAnswer.status": "live", "MadeCalendarAnswer.url": "https://platform.example/api/v1/calendar/token-expirations.ics?key=…",
          "NotificationAnswer.title": "A token ends soon", "PasskeyChallenge.options": {}, "PermissionAnswer.description": "Read tickets", "PermissionAnswer.module": "Ticket desk",
          "PersonAnswer.status": "active", "PublicKey.alg": "ES256", "PublicKey.crv": "P-256", "PublicKey.kid": "2f4a6b8c", "PublicKey.kty": "EC", "PublicKey.use": "sig", "PublicKey.x": "…", "PublicKey.y": "…",
          "ReadyAnswer.cache": "ok", "ReadyAnswer.database": "ok", "ReadyAnswer.migrations": "ok", "ReadyAnswer.status": "ready", "RecoveryCodesAnswer.recoveryCodes": ["5k3tq-w8n2x"],
          "ResetLinkAnswer.url": "https://platform.example/reset-password?token=…", "ResetPasswordRequest.token": "the token of the link", "RevocationReceipt.revokedAt": "2026-01-31T09:00:00Z",
          "RoleAnswer.description": "Works with tickets", "SetupAnswer.required": false, "SetUpInstanceRequest.code": "5LCF-DM5T-ZFRS", "SignInWithPasskeyRequest.credential": {},
          "TokenAnswer.kind": "service", "WebhookEventAnswer.description": "A token ends soon", "WebhookSecretAnswer.secret": "whsec_…"
        }
        """)!.AsObject();
}
