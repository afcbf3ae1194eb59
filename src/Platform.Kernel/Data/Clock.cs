namespace Platform.Kernel.Data;

/// <summary>Times as they are stored: UTC, cut to milliseconds, since the databases keep different digits.</summary>
public static class Clock
{
    public static DateTime UtcNow(this TimeProvider time) => time.GetUtcNow().UtcDateTime.ToMilliseconds();

    public static DateTime ToMilliseconds(this DateTime value) =>
        new(value.Ticks - (value.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}
