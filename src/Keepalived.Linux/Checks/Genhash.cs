using System.Net.Security;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary><c>genhash</c>: fetches a page and prints the digest that a <c>url</c> block wants.</summary>
public static class Genhash
{
    private const int DigestLength = 16;
    private const int BytesPerLine = 16;

    private const string Usage = """
        Usage: genhash -s ADDRESS -p PORT -u PATH [OPTIONS]

        Prints the MD5 digest of a page for the "digest" keyword of HTTP_GET and SSL_GET.

          -s, --server=ADDRESS        IP address of the server
          -p, --port=PORT             its port, 1 to 65535
          -u, --url=PATH              path of the page
          -S, --use-ssl               use TLS
          -I, --use-sni               send the virtual host's name in the TLS handshake
          -V, --use-virtualhost=NAME  name for the Host header
          -P, --protocol=VERSION      1.0 (default), 1.0c or 1.0C (with Connection: close), 1.1
          -m, --fwmark=MARK           mark of the socket
          -t, --timeout=SECONDS       limit of the connect and of each read (default 5)
          -v, --verbose               show headers, body and time
          -h, --help                  this text

        """;

    /// <summary>
    /// Returns the exit status: 1 for a command line that it cannot take, else 0, even where the page could not be had.
    /// </summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error) =>
        RunAsync(arguments, output, error, TimeProvider.System).GetAwaiter().GetResult();

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, TimeProvider time)
    {
        GenhashOptions? options = GenhashOptions.TryParse(arguments, out string failure);
        if (options is null || options.WantsHelp || !options.IsComplete)
        {
            if (failure.Length > 0)
            {
                await error.WriteLineAsync(failure).ConfigureAwait(false);
            }

            await error.WriteAsync(Usage).ConfigureAwait(false);
            return options is { WantsHelp: true } ? 0 : 1;
        }

        await FetchAsync(options, output, error, time).ConfigureAwait(false);
        return 0;
    }

    private static async Task FetchAsync(GenhashOptions options, TextWriter output, TextWriter error, TimeProvider time)
    {
        CheckTarget target = new(options.Server!, options.Port)
        {
            ConnectTimeout = options.Timeout, Fwmark = options.Fwmark,
        };
        byte[] request =
            HttpRequest.Encode(options.Url, options.Protocol, options.VirtualHost, options.Server!, options.Port);
        SslClientAuthenticationOptions? tls =
            options.UseTls ? TlsClient.Options(options.UseSni ? options.VirtualHost : "", null) : null;
        if (tls is not null)
        {
            TlsTrust.Anybody.Apply(tls, "", options.Server!, static _ => { });
        }

        GenhashDump dump = new(output);
        // A person waits here and can stop it: no limit for the whole page.
        WebExchange exchange = new(target, TimeSpan.MaxValue, time)
        {
            Observer = options.IsVerbose ? dump.Take : null,
        };
        long start = time.GetTimestamp();
        using HttpResponseReader reader = new(computeDigest: true);
        CheckResult? failed = await exchange.RunAsync(request, tls, false, reader, default).ConfigureAwait(false);
        TimeSpan elapsed = time.GetElapsedTime(start);
        if (failed is { } result)
        {
            bool isEmpty = result.Reason == CheckReason.NoData;
            await (isEmpty ? error : output).WriteLineAsync(Complaint(result)).ConfigureAwait(false);
            return;
        }

        byte[] digest = new byte[DigestLength];
        reader.TryGetDigest(digest);
        if (options.IsVerbose)
        {
            dump.Finish(digest);
        }

        await output.WriteLineAsync(Convert.ToHexStringLower(digest)).ConfigureAwait(false);
        if (options.IsVerbose)
        {
            await output.WriteLineAsync(
                $"\nGlobal response time for [{options.Url}] = {(long)elapsed.TotalMicroseconds} usecs")
                .ConfigureAwait(false);
        }
    }

    private static string Complaint(CheckResult result) => result.Reason switch
    {
        CheckReason.NoData => "no data received from remote webserver",
        CheckReason.ConnectTimedOut => "Timeout connecting",
        CheckReason.ReadTimedOut or CheckReason.TookTooLong => "Timeout reading",
        CheckReason.TlsFailed => $"TLS handshake failed: {result.Detail}",
        CheckReason.TooLarge => "The headers are endless",
        CheckReason.ReadFailed or CheckReason.SendFailed => $"Connection lost: {result.Detail}",
        _ => "Connection failed",
    };

    /// <summary>What <c>--verbose</c> shows, in the layout that people know.</summary>
    private sealed class GenhashDump(TextWriter output)
    {
        private readonly MemoryStream _headers = new();
        private bool _headersShown;

        public void Take(ReadOnlyMemory<byte> piece, int headerLength)
        {
            _headers.Write(piece.Span[..headerLength]);
            if (headerLength < piece.Length)
            {
                ShowHeaders();
                Hex(piece.Span[headerLength..]);
            }
        }

        public void Finish(ReadOnlySpan<byte> digest)
        {
            ShowHeaders();
            Title("   HTML hash resulting   ");
            Hex(digest);
            Title("HTML hash final resulting");
        }

        private void ShowHeaders()
        {
            if (_headersShown)
            {
                return;
            }

            _headersShown = true;
            Title("   HTTP Header Buffer   ");
            Hex(_headers.ToArray());
            Title("HTTP Header Ascii Buffer");
            output.WriteLine(Encoding.Latin1.GetString(_headers.ToArray()));
            Title("       HTML Buffer       ");
        }

        private void Title(string text) =>
            output.WriteLine($"-----------------------[ {text} ]-----------------------");

        private void Hex(ReadOnlySpan<byte> bytes)
        {
            for (int at = 0; at < bytes.Length; at += BytesPerLine)
            {
                ReadOnlySpan<byte> line = bytes[at..Math.Min(at + BytesPerLine, bytes.Length)];
                StringBuilder text = new($"{at:D4}  ");
                StringBuilder letters = new();
                for (int i = 0; i < BytesPerLine; i++)
                {
                    text.Append(i < line.Length ? $"{line[i]:x2} " : "   ").Append(i == 7 ? "- " : "");
                    letters.Append(i >= line.Length ? ' ' : line[i] is >= 32 and < 127 ? (char)line[i] : '.');
                }

                output.WriteLine($"{text}  {letters}");
            }
        }
    }
}
