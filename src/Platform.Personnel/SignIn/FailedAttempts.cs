using System.Collections.Concurrent;
using System.Net;

namespace Platform.Personnel.SignIn;

/// <summary>Counts failed attempts per address and minute, in memory: a restart forgives.</summary>
internal sealed class FailedAttempts(TimeProvider time)
{
    private const int AllowedPerMinute = 30;
    private const int MaxAddresses = 100_000;
    private readonly ConcurrentDictionary<IPAddress, (long Minute, int Count)> _failed = new();

    public bool IsOver(IPAddress? address) =>
        address is not null && _failed.TryGetValue(address, out var seen) && seen.Minute == Minute() && seen.Count >= AllowedPerMinute;

    public void Record(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        if (_failed.Count > MaxAddresses)
        {
            _failed.Clear();
        }

        var minute = Minute();
        _failed.AddOrUpdate(address, (minute, 1), (_, seen) => seen.Minute == minute ? (minute, seen.Count + 1) : (minute, 1));
    }

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;
}
