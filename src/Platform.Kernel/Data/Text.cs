namespace Platform.Kernel.Data;

/// <summary>Text from outside, as every database can keep it.</summary>
public static class Text
{
    /// <summary>At most this long, and never ending in half a surrogate pair, which PostgreSQL refuses.</summary>
    public static string Cut(this string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
