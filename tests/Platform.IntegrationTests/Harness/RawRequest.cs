using System.Net.Sockets;
using System.Text;

namespace Platform.IntegrationTests.Harness;

/// <summary>Bytes on a socket, for what no HTTP client would send.</summary>
public static class RawRequest
{
    /// <summary>Sends it, again where the host says that it can't answer just now.</summary>
    /// <returns>The status, and all that followed the status line.</returns>
    public static Task<(int Status, string Content)> SendAsync(Uri address, string requestLine, params string[] headers) =>
        Eventually.Until(() => SendOnceAsync(address, requestLine, headers), answer => answer.Status != 503);

    private static async Task<(int Status, string Content)> SendOnceAsync(Uri address, string requestLine, string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        var text = string.Join("\r\n", [requestLine, $"Host: {address.Authority}", "Connection: close", .. headers, "", ""]);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        var (line, rest) = (answer.Split("\r\n")[0], answer[(answer.IndexOf('\n') + 1)..]);
        return (int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), rest);
    }
}
