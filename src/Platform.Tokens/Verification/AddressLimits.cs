using Platform.Kernel.Http;
using Platform.Tokens.Features;

namespace Platform.Tokens.Verification;

/// <summary>What an address may do in a minute where anybody may call.</summary>
internal sealed class AddressLimits(TimeProvider time)
{
    /// <summary>Tokens sent to <c>/revoke</c> that are none.</summary>
    public CallsByAddress Misguided { get; } = new(RevokePresentedToken.MisguidedPerMinute, time);

    /// <summary>Reports to <c>/leaks</c>, each of up to 1,000 tokens.</summary>
    public CallsByAddress Reports { get; } = new(ReportLeaks.CallsPerMinute, time);
}
