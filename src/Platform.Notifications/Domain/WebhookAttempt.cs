using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

/// <summary>One try of a delivery: what of the request was its own, and what came back.</summary>
internal sealed class WebhookAttempt : Entity, IOrganizationScoped, INoGrantEffect
{
    private WebhookAttempt()
    {
    }

    public WebhookAttempt(Guid deliveryId, DateTime at, int milliseconds, string signature, int? statusCode, string? error, string? responseBody) =>
        (DeliveryId, At, Milliseconds, Signature, StatusCode, Error, ResponseBody) = (deliveryId, at, milliseconds, signature, statusCode, error, responseBody);

    public Guid OrganizationId { get; private init; }

    public Guid DeliveryId { get; private init; }

    public DateTime At { get; private init; }

    public int Milliseconds { get; private init; }

    /// <summary>The header as it was sent: it proves the body and gives nothing away of the secret.</summary>
    public string Signature { get; private init; } = "";

    /// <summary>Null where no answer came.</summary>
    public int? StatusCode { get; private init; }

    /// <summary>Why no answer came, in a sentence.</summary>
    public string? Error { get; private init; }

    /// <summary>The beginning of the answer's body.</summary>
    public string? ResponseBody { get; private init; }
}
