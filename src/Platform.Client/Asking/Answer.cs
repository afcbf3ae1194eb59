using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Client.Asking;

/// <summary>What <c>POST /verify</c> is asked.</summary>
internal sealed record VerifyRequest(string Token, string? Address);

/// <summary>What <c>POST /verify</c> answers.</summary>
/// <param name="Revision">The verdict knows of every change up to this one.</param>
/// <param name="AddressBound">True where it holds for the address alone that was named. An instance that does not say so is not believed.</param>
internal sealed record Answer(
    bool Valid,
    string Code,
    PlatformOrganization? Organization = null,
    PlatformSubject? Subject = null,
    Guid? TokenId = null,
    IReadOnlyList<string>? Scopes = null,
    DateTime? ExpiresAt = null,
    bool? AddressBound = null,
    long? Revision = null,
    TokenLimit? RateLimit = null);

/// <summary>How the token stands to its limit.</summary>
internal sealed record TokenLimit(int Limit, int WindowSeconds, int Remaining, int ResetSeconds);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
