using Keepalived.Config.Host;

namespace Interop.Tests.Verdicts;

/// <summary>
/// This machine, but for its name, its interfaces and what it can resolve: those of the judge's namespace.
/// </summary>
internal sealed class JudgedHost(IReadOnlyCollection<string> interfaces) : IConfigEnvironment
{
    private static readonly SystemConfigEnvironment _machine = SystemConfigEnvironment.Instance;

    public string HostName => ReferenceJudge.HostName;

    public bool InterfaceExists(string name) => name == "lo" || interfaces.Contains(name);

    public bool IsLoopback(string name) => name == "lo";

    public bool VrfExists(string name) => false;

    public int InterfaceMtu(string name) => 1500;

    public bool UserExists(string name) => _machine.UserExists(name);

    public bool GroupExists(string name) => _machine.GroupExists(name);

    public ScriptStanding CheckScript(string path, string user) => _machine.CheckScript(path, user);

    public bool CanResolve(string host) => System.Net.IPAddress.TryParse(host, out _) || host == "localhost";

    public uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders) =>
        _machine.LookupRouteName(table, name, folders);

    public byte? LookupProtocol(string name) => _machine.LookupProtocol(name);

    public ushort? LookupService(string name) => _machine.LookupService(name);

    public bool DirectoryExists(string path) => _machine.DirectoryExists(path);

    public string? GetVariable(string name) => null;
}
