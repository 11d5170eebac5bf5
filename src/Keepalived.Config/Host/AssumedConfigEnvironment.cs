using System.Net;

namespace Keepalived.Config.Host;

/// <summary>
/// A host where everything is as the configuration assumes: interfaces, users and scripts are there. For the
/// simulator, and for judging a file that is meant for another machine.
/// </summary>
public sealed class AssumedConfigEnvironment(string hostName = "localhost") : IConfigEnvironment
{
    private const int EthernetMtu = 1500;

    public string HostName => hostName;

    public bool InterfaceExists(string name) => true;

    public bool IsLoopback(string name) => name == "lo";

    public bool VrfExists(string name) => true;

    public int InterfaceMtu(string name) => EthernetMtu;

    public bool UserExists(string name) => true;

    public bool GroupExists(string name) => true;

    public ScriptStanding CheckScript(string path, string user) => ScriptStanding.Secure;

    public bool CanResolve(string host) => IPAddress.TryParse(host, out _) || host.Length > 0;

    public uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders) => null;

    public byte? LookupProtocol(string name) => null;

    public ushort? LookupService(string name) => name == "smtp" ? (ushort)25 : null;

    public bool DirectoryExists(string path) => true;

    public string? GetVariable(string name) => null;
}
