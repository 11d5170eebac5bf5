using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StandIns.Tests;

/// <summary>A mail server for one conversation on the loopback, which writes down what it hears.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Func<string, string?> _answer;
    private readonly bool _encryptAtOnce;

    /// <summary>The answer to a command, if it is to differ from the usual one.</summary>
    internal SmtpServer(Func<string, string?>? answer = null, bool tls = false, bool encryptAtOnce = false)
    {
        _answer = answer ?? (_ => null);
        _encryptAtOnce = encryptAtOnce;
        _certificate = tls ? Certificate() : null;
        _listener.Start();
        Done = Serve();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal List<string> Commands { get; } = [];

    internal List<string> Data { get; } = [];

    internal Task Done { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 own = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
    }

    private async Task Serve()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        Stream stream = client.GetStream();
        if (_encryptAtOnce)
        {
            stream = await Encrypt(stream);
        }
        await Say(stream, _answer("") ?? "220 ready");
        while (await Line(stream) is { } line)
        {
            Commands.Add(line);
            string verb = line.Split(' ')[0].ToUpperInvariant();
            string answer = _answer(line) ?? verb switch
            {
                "EHLO" => _certificate is null ? "250-hello\r\n250 AUTH PLAIN LOGIN" : "250-hello\r\n250 STARTTLS",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                "AUTH" => "235 welcome",
                "STARTTLS" => "220 go on",
                _ => "250 ok",
            };
            await Say(stream, answer);
            if (verb == "STARTTLS" && answer.StartsWith("220", StringComparison.Ordinal))
            {
                stream = await Encrypt(stream);
            }
            else if (answer.StartsWith("354", StringComparison.Ordinal))
            {
                while (await Line(stream) is { } text && text != ".")
                {
                    Data.Add(text);
                }
                await Say(stream, _answer(".") ?? "250 queued as 1");
            }
            else if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<Stream> Encrypt(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(_certificate!);
        return encrypted;
    }

    private static async Task Say(Stream stream, string text) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"));

    private static async Task<string?> Line(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }
            line.Add(one[0]);
        }
        return null;
    }
}
