using System.Net;
using Keepalived.Config.Host;

namespace Keepalived.Config.Tests;

/// <summary>A host made of sets; by default every interface and script is there.</summary>
internal sealed class TestEnvironment : IConfigEnvironment
{
    public string HostName { get; init; } = "oracle-host";

    /// <summary>Null: every interface exists.</summary>
    public HashSet<string>? Interfaces { get; init; }

    /// <summary>Null: every script is there and secure.</summary>
    public Func<string, ScriptStanding>? Scripts { get; init; }

    public HashSet<string> Users { get; init; } = ["root", "daemon", "bin", "nobody"];

    public HashSet<string> Groups { get; init; } = ["root", "daemon", "bin", "adm", "nogroup"];

    public bool HasIpvs { get; init; } = true;

    public int ProcessorCount { get; init; } = 2;

    public bool InterfaceExists(string name) => Interfaces is null || name == "lo" || Interfaces.Contains(name);

    public IEnumerable<string> InterfaceNames => Interfaces ?? [];

    public bool IsLoopback(string name) => name == "lo";

    public bool VrfExists(string name) => InterfaceExists(name);

    public int InterfaceMtu(string name) => 1500;

    public bool UserExists(string name) => Users.Contains(name);

    public bool GroupExists(string name) => Groups.Contains(name);

    public ScriptStanding CheckScript(string path, string user) => Scripts?.Invoke(path) ?? ScriptStanding.Secure;

    public bool CanResolve(string host) => IPAddress.TryParse(host, out _) || host == "localhost";

    public uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders) => null;

    public byte? LookupProtocol(string name) => name switch
    {
        "icmp" => 1,
        "tcp" => 6,
        "udp" => 17,
        _ => null,
    };

    public ushort? LookupService(string name) => name switch
    {
        "smtp" => 25,
        "domain" => 53,
        _ => null,
    };

    public bool DirectoryExists(string path) => !path.Contains("missing", StringComparison.Ordinal);

    public string? RegexFlaw(Model.HttpRegexConfig regex) =>
        regex.Pattern.EndsWith('(') ? "the parenthesis is never closed" : null;

    public string? GetVariable(string name) => null;
}
