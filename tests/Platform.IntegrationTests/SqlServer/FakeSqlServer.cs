using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>
/// As much of SQL Server's protocol (MS-TDS 7.4) as a driver needs to sign in and be answered: a request that says
/// <c>/* error 1205 */</c> gets that error, one that says <c>/* wait */</c> nothing, any other that it is done. Without TLS.
/// </summary>
internal sealed partial class FakeSqlServer : IDisposable
{
    private const byte Rpc = 0x03, Attention = 0x06, Login = 0x10, PreLogin = 0x12, Response = 0x04;
    private const byte EndOfMessage = 0x01;

    private static readonly byte[] PreLoginAnswer =
    [
        0x00, 0x00, 0x0B, 0x00, 0x06, // VERSION at 11, 6 bytes
        0x01, 0x00, 0x11, 0x00, 0x01, // ENCRYPTION at 17, 1 byte
        0xFF, 0x0F, 0x00, 0x07, 0xD0, 0x00, 0x00, 0x02, // 15.0.2000, not supported
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];

    public FakeSqlServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string ConnectionString =>
        $"Server=127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};User ID=sa;Password=Nobody-looks-1;Encrypt=Optional;Pooling=false;Connect Timeout=30";

    /// <summary>The commands with parameters that have come in, byte by byte as UTF-16.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } message)
            {
                if (AnswerTo(message.Type, message.Body) is { } answer)
                {
                    await WriteAsync(stream, answer);
                }
            }
        }
    }

    private byte[]? AnswerTo(byte type, byte[] body)
    {
        switch (type)
        {
            case PreLogin:
                return PreLoginAnswer;
            case Login:
                return [.. Collation(), .. LoginAck(), .. Done(0)];
            case Attention:
                return Done(0x20);
        }

        // Names and text are UTF-16 from wherever they begin: at an even or at an odd byte.
        var text = Encoding.Unicode.GetString(body) + Encoding.Unicode.GetString(body.AsSpan(1));
        if (type == Rpc)
        {
            lock (_requests)
            {
                _requests.Add(text);
            }
        }

        return Ordered().Match(text) switch
        {
            { Success: true, Groups: [_, { Value: "wait" }, ..] } => null,
            { Success: true } error => [.. Error(int.Parse(error.Groups[2].Value, null)), .. Done(0x02)],
            _ => Done(0),
        };
    }

    private static async Task<(byte Type, byte[] Body)?> ReadAsync(NetworkStream stream)
    {
        var header = new byte[8];
        var body = new List<byte>();
        do
        {
            if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                return null;
            }

            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length];
            await stream.ReadExactlyAsync(part);
            body.AddRange(part);
        }
        while ((header[1] & EndOfMessage) == 0);

        return (header[0], [.. body]);
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] body)
    {
        var header = new byte[] { Response, EndOfMessage, 0, 0, 0, 0, 1, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + body.Length));
        await stream.WriteAsync(header.Concat(body).ToArray());
    }

    // ENVCHANGE, SQL collation; the driver writes no text parameter without one.
    private static byte[] Collation() => [0xE3, 0x08, 0x00, 0x07, 0x05, 0x09, 0x04, 0xD0, 0x00, 0x34, 0x00];

    private static byte[] LoginAck()
    {
        byte[] name = [4, .. Encoding.Unicode.GetBytes("Fake")];
        byte[] body = [0x01, 0x74, 0x00, 0x00, 0x04, .. name, 0x0F, 0x00, 0x07, 0xD0];
        return [0xAD, .. Short(body.Length), .. body];
    }

    private static byte[] Error(int number)
    {
        const string Message = "As it was asked to.";
        byte[] body =
        [
            .. Int(number), 0x01, 0x0D, // state, class: a server's refusal of one statement
            .. Short(Message.Length), .. Encoding.Unicode.GetBytes(Message), 0x00, 0x00, .. Int(1),
        ];
        return [0xAA, .. Short(body.Length), .. body];
    }

    private static byte[] Done(short status) => [0xFD, .. Short(status), 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int(int value) => BitConverter.GetBytes(value);

    [GeneratedRegex(@"/\* (wait|error (\d+)) \*/")]
    private static partial Regex Ordered();
}
