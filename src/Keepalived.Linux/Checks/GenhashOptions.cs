using System.Globalization;
using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>The command line of <c>genhash</c>.</summary>
internal sealed record GenhashOptions
{
    private static readonly (char Short, string Long, bool HasValue)[] s_known =
    [
        ('s', "server", true), ('p', "port", true), ('u', "url", true), ('S', "use-ssl", false),
        ('I', "use-sni", false),
        ('V', "use-virtualhost", true), ('P', "protocol", true), ('m', "fwmark", true), ('t', "timeout", true),
        ('v', "verbose", false), ('h', "help", false),
    ];

    public IPAddress? Server { get; private init; }

    public ushort Port { get; private init; }

    public string Url { get; private init; } = "";

    public bool UseTls { get; private init; }

    public bool UseSni { get; private init; }

    public string VirtualHost { get; private init; } = "";

    public HttpProtocolVersion Protocol { get; private init; } = HttpProtocolVersion.Http10;

    public uint Fwmark { get; private init; }

    public TimeSpan Timeout { get; private init; } = TimeSpan.FromSeconds(5);

    public bool IsVerbose { get; private init; }

    public bool WantsHelp { get; private init; }

    public bool IsComplete => Server is not null && Port != 0 && Url.Length > 0;

    /// <summary>
    /// Reads as getopt_long does: clustered short options, values joined or apart, long options abbreviated, <c>--</c>
    /// as the end. Null and a message for what it cannot take.
    /// </summary>
    public static GenhashOptions? TryParse(IReadOnlyList<string> arguments, out string failure)
    {
        GenhashOptions? options = new();
        List<string> rest = [];
        failure = "";
        for (int i = 0; i < arguments.Count && options is not null; i++)
        {
            string word = arguments[i];
            if (word == "--")
            {
                rest.AddRange(arguments.Skip(i + 1));
                break;
            }

            bool isLong = word.StartsWith("--", StringComparison.Ordinal);
            options = isLong ? options.TakeLong(word, arguments, ref i, out failure)
                : word.Length > 1 && word[0] == '-' ? options.TakeCluster(word, arguments, ref i, out failure)
                : options;
            if (word.Length < 2 || word[0] != '-')
            {
                rest.Add(word);
            }
        }

        if (options is not null && rest.Count > 0 && !options.WantsHelp)
        {
            failure = $"Unexpected argument(s): {string.Join(' ', rest)}";
            return null;
        }

        return options;
    }

    private GenhashOptions? TakeLong(string word, IReadOnlyList<string> arguments, ref int i, out string failure)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word[2..] : word[2..equals];
        var matches = s_known.Where(known => known.Long.StartsWith(name, StringComparison.Ordinal)).ToArray();
        var exact = matches.Where(known => known.Long == name).ToArray();
        matches = exact.Length == 1 ? exact : matches;
        if (matches.Length != 1)
        {
            failure = $"{(matches.Length == 0 ? "unknown" : "ambiguous")} option '--{name}'";
            return null;
        }

        if (!matches[0].HasValue)
        {
            failure = equals < 0 ? "" : $"option '--{name}' takes no value";
            return equals < 0 ? Set(matches[0].Short, "", out failure) : null;
        }

        string? value = equals >= 0 ? word[(equals + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
        if (value is null)
        {
            failure = $"option '--{name}' needs a value";
            return null;
        }

        return Set(matches[0].Short, value, out failure);
    }

    private GenhashOptions? TakeCluster(string word, IReadOnlyList<string> arguments, ref int i, out string failure)
    {
        GenhashOptions? options = this;
        failure = "";
        for (int at = 1; at < word.Length && options is not null; at++)
        {
            char letter = word[at];
            var known = s_known.FirstOrDefault(known => known.Short == letter);
            if (known.Long is null)
            {
                failure = $"unknown option '-{letter}'";
                return null;
            }

            if (!known.HasValue)
            {
                options = options.Set(letter, "", out failure);
                continue;
            }

            string? value = at + 1 < word.Length ? word[(at + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
            failure = $"option '-{letter}' needs a value";
            return value is null ? null : options.Set(letter, value, out failure);
        }

        return options;
    }

    private GenhashOptions? Set(char option, string value, out string failure)
    {
        failure = "";
        switch (option)
        {
            case 's' when IPAddress.TryParse(value, out IPAddress? server):
                return this with { Server = server };
            case 'p' when TryNumber(value, ushort.MaxValue, out uint port) && port != 0:
                return this with { Port = (ushort)port };
            case 'm' when TryNumber(value, uint.MaxValue, out uint mark):
                return this with { Fwmark = mark };
            case 't' when TryNumber(value, int.MaxValue, out uint seconds) && seconds != 0:
                return this with { Timeout = TimeSpan.FromSeconds(seconds) };
            case 'P' when TryProtocol(value, out HttpProtocolVersion version):
                return this with { Protocol = version };
            case 'u':
                return this with { Url = value };
            case 'V':
                return this with { VirtualHost = value };
            case 'S':
                return this with { UseTls = true };
            case 'I':
                return this with { UseSni = true };
            case 'v':
                return this with { IsVerbose = true };
            case 'h':
                return this with { WantsHelp = true };
            default:
                failure = Complaint(option, value);
                return null;
        }
    }

    private static string Complaint(char option, string value) => option switch
    {
        's' => $"server should be an IP, not {value}",
        'p' => $"invalid port number '{value}'",
        'm' => $"invalid fwmark '{value}'",
        't' => $"invalid timeout '{value}'",
        _ => $"invalid HTTP protocol version '{value}'",
    };

    private static bool TryNumber(string text, uint limit, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= limit;

    private static bool TryProtocol(string text, out HttpProtocolVersion version)
    {
        version = text switch
        {
            "1.0c" => HttpProtocolVersion.Http10CloseLower,
            "1.0C" => HttpProtocolVersion.Http10Close,
            "1.1" => HttpProtocolVersion.Http11,
            _ => HttpProtocolVersion.Http10,
        };
        return text is "1.0" or "1.0c" or "1.0C" or "1.1";
    }
}
