using System.Buffers;
using System.Net;
using System.Text;

namespace Platform.Kernel.Http;

/// <summary>
/// The parameters of a form as OAuth has them (RFC 6749 section 3.1): one without a value counts as left out, unknown ones are
/// of no matter, and none may be there twice.
/// </summary>
public sealed class FormBody
{
    private const int MaxParameters = 100;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private FormBody()
    {
    }

    /// <summary>The value, or null where it was left out.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    internal static FormBody Read(ReadOnlySequence<byte> body)
    {
        var form = new FormBody();
        var text = Encoding.UTF8.GetString(body);
        foreach (var range in text.AsSpan().Split('&'))
        {
            form.Add(text.AsSpan(range));
        }

        return form;
    }

    private void Add(ReadOnlySpan<char> parameter)
    {
        var at = parameter.IndexOf('=');
        if (at < 0 || at == parameter.Length - 1)
        {
            return;
        }

        var (name, value) = (WebUtility.UrlDecode(parameter[..at].ToString()), WebUtility.UrlDecode(parameter[(at + 1)..].ToString()));
        if (_values.Count == MaxParameters || !_values.TryAdd(name, value))
        {
            throw RequestBody.Malformed();
        }
    }
}
