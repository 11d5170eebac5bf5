using System.Globalization;
using Interop.Tests.Harness;

namespace Interop.Tests.Checkers;

/// <summary>One line of <c>checkers.txt</c>: a real server, how it behaves, and what its checker says of it.</summary>
internal sealed record CheckerCase(int Number, string Kind, string Behaviour, string Extra)
{
    private const int FirstPort = 20000;

    private static readonly string[] _timely = ["in time", "took too long", "no answer"];
    private static readonly string[] _connection = ["bind", "connect_", "fwmark"];

    public bool IsUp { get; init; }

    /// <summary>Down for good: it is not the server's behaviour that is wrong.</summary>
    public bool StaysDown { get; init; }

    /// <summary>One of them is in the dump's line of the last result.</summary>
    public string[] Words { get; init; } = [];

    public bool ReferenceIsUp { get; init; }

    /// <summary>The reference waits for the end of an answer that has none.</summary>
    public bool ReferenceNeverEnds { get; init; }

    public bool ReferenceIsByChance { get; init; }

    public string Name =>
        string.Create(CultureInfo.InvariantCulture, $"{Number} {Kind} {Behaviour} {Extra}").TrimEnd();

    public string Protocol => Kind is "dns" or "udp" ? "udp" : "tcp";

    public string Address => Behaviour == "absent" ? CheckerWorld.AbsentAddress : CheckerWorld.ServerAddress;

    public int Port => (Behaviour, Kind) switch
    {
        ("peer", "http") => 80,
        ("peer", "tls") => 443,
        ("peer", "smtp") => 25,
        ("peer", "dns") => 53,
        ("peer", "udp") => 7,
        _ => FirstPort + Number,
    };

    public string VirtualAddress => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{Number + 1}");

    /// <summary>
    /// What is decided by time, is by a short one. All others get a long one: two directors ask all servers at once,
    /// and a server that is not scheduled for a moment is no other one.
    /// </summary>
    private string ConnectTimeout =>
        Words.Any(words => _timely.Any(part => words.Contains(part, StringComparison.Ordinal))) ? "1.5" : "7";

    /// <summary>The longest that an attempt may take.</summary>
    public TimeSpan Limit => Behaviour is "drips" or "drips-slowly" or "drips-body" or "endless-body" && Kind != "smtp"
        ? CheckerWorld.WholeLimit : CheckerWorld.StepsLimit;

    public static IReadOnlyList<CheckerCase> ReadAll()
    {
        string file = Path.Combine(Machine.Root, "tests", "Interop.Tests", "Checkers", "checkers.txt");
        string[] rows = [.. File.ReadAllLines(file).Where(line => line.Length > 0 && line[0] != '#')];
        CheckerCase[] cases = [.. rows.Select((row, index) => Read(row, index))];
        return [.. cases.Select(each => each with { Extra = each.Extra.Replace("@", each.HealthyPort(cases)) })];
    }

    /// <summary>The row for the servers' table: port, kind, behaviour; null where nothing of theirs is asked.</summary>
    public string? ServerRow() => Behaviour != "peer" && Kind is not ("misc" or "ping")
        ? string.Create(CultureInfo.InvariantCulture, $"{Port} {Kind} {Behaviour}") : null;

    public string Configuration(string scripts) => $$"""
        virtual_server {{VirtualAddress}} 80 {
            delay_loop 1
            warmup 0
            connect_timeout {{ConnectTimeout}}
            lvs_sched rr
            lvs_method NAT
            protocol {{Protocol.ToUpperInvariant()}}
            real_server {{Address}} {{Port}} {
                {{Block(scripts)}}
            }
        }

        """;

    private static CheckerCase Read(string row, int number)
    {
        string[] columns = [.. row.Split('|').Select(column => column.Trim())];
        string[] subject = columns[0].Split(' ');
        string reference = columns.Length > 4 ? columns[4] : columns[2];
        return new CheckerCase(number, subject[0], subject[1], columns[1])
        {
            IsUp = columns[2] == "up",
            StaysDown = columns[2] == "down!",
            Words = columns[3].Split('/'),
            ReferenceIsUp = reference.StartsWith("up", StringComparison.Ordinal),
            ReferenceIsByChance = reference.StartsWith("either", StringComparison.Ordinal),
            ReferenceNeverEnds = reference.StartsWith("never", StringComparison.Ordinal),
        };
    }

    private string HealthyPort(CheckerCase[] cases) => cases
        .First(other => other.Kind == Kind && (other.Behaviour == "fine" || Kind == "misc")).Port
        .ToString(CultureInfo.InvariantCulture);

    private string Block(string scripts)
    {
        string extra = Extra.Replace(";", "\n", StringComparison.Ordinal);
        bool isForUrl = !_connection.Any(word => extra.Contains(word, StringComparison.Ordinal));
        string path = Behaviour == "peer" && Kind == "http" ? "/health" : "/";
        return Kind switch
        {
            "tcp" => $"TCP_CHECK {{\n{extra}\n}}",
            "http" when isForUrl => $"HTTP_GET {{\nurl {{\npath {path}\n{extra}\n}}\n}}",
            "http" => $"HTTP_GET {{\n{extra}\nurl {{\npath {path}\n}}\n}}",
            "tls" => $"SSL_GET {{\n{extra}\nurl {{\npath /\n}}\n}}",
            "smtp" => $"SMTP_CHECK {{\nhelo_name director.example\n{extra}\n}}",
            "dns" => $"DNS_CHECK {{\ntype A\nname example.org\n{extra}\n}}",
            "udp" => $"UDP_CHECK {{\npayload 0102\n{extra}\n}}",
            "ping" => $"PING_CHECK {{\n{extra}\n}}",
            "misc" => $"MISC_CHECK {{\nmisc_path {Path.Combine(scripts, Behaviour)}\n{extra}\n"
                + (Behaviour == "hangs" ? "}" : "misc_timeout 7\n}"),
            _ => throw new InvalidOperationException($"no checker is called {Kind}"),
        };
    }
}
