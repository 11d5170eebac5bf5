using System.Net;
using Keepalived.Config.Host;

namespace Keepalived.Linux.Host;

/// <summary>
/// The host as it is, for configuration verdicts. Interfaces are those of the calling thread's namespace.
/// </summary>
public sealed class SystemEnvironment : IConfigEnvironment
{
    // The link of the calling thread: /proc/self would be the main thread's namespace.
    private const string Links = "/proc/thread-self/net/dev";
    private const int DefaultMtu = 1500;
    private const uint FlagLoopback = 8;

    private readonly Dictionary<string, Core.Kernel.NetworkLink> _links = new(StringComparer.Ordinal);

    /// <summary>Takes a snapshot of the links; one object serves one reading of the configuration.</summary>
    public SystemEnvironment()
    {
        try
        {
            using var kernel = new Netlink.NetlinkKernel();
            foreach (Core.Kernel.NetworkLink link in kernel.Dump().Links)
            {
                _links[link.Name] = link;
            }
        }
        catch (InvalidOperationException)
        {
            // Without netlink (a sandbox) the names are all that a verdict needs.
            foreach (string name in ReadNames())
            {
                _links[name] = new Core.Kernel.NetworkLink { Index = 0, Name = name };
            }
        }
    }

    public string HostName { get; } = Environment.MachineName;

    public int ProcessorCount => SystemConfigEnvironment.Instance.ProcessorCount;

    public bool InterfaceExists(string name) => _links.ContainsKey(name);

    public IEnumerable<string> InterfaceNames => _links.Keys;

    public bool IsLoopback(string name) =>
        _links.TryGetValue(name, out Core.Kernel.NetworkLink? link) && (link.Flags & FlagLoopback) != 0;

    public bool VrfExists(string name) =>
        _links.TryGetValue(name, out Core.Kernel.NetworkLink? link) && link.Kind == "vrf";

    public int InterfaceMtu(string name) =>
        _links.TryGetValue(name, out Core.Kernel.NetworkLink? link) ? link.Mtu : DefaultMtu;

    public bool UserExists(string name) => UserDatabase.FindUser(name) is not null;

    public bool GroupExists(string name) => UserDatabase.FindGroup(name) is not null;

    public ScriptStanding CheckScript(string path, string user) =>
        ScriptSecurity.Check(path, UserDatabase.FindUser(user)).Standing;

    public string ScriptFlaw(string path, string user)
    {
        ScriptVerdict verdict = ScriptSecurity.Check(path, UserDatabase.FindUser(user));
        return verdict.Component.Length > 0 ? $"{verdict.Component}: {verdict.Text}" : "";
    }

    public string? RegexFlaw(Config.Model.HttpRegexConfig regex)
    {
        using var pattern = Checks.Regex.PagePattern.TryCompile(regex, out string failure);
        return pattern is null ? failure : null;
    }

    public bool CanResolve(string host)
    {
        if (IPAddress.TryParse(host, out _))
        {
            return true;
        }

        try
        {
            return Dns.GetHostAddresses(host).Length > 0;
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or ArgumentException)
        {
            return false;
        }
    }

    public uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders) =>
        NameTables.FindRouteName(table, name, folders);

    public byte? LookupProtocol(string name) => NameTables.FindProtocol(name);

    public ushort? LookupService(string name) => NameTables.FindService(name);

    public bool HasIpvs => Ipvs.NetlinkIpvsTable.IsAvailable || Ipvs.KernelModule.Exists("ip_vs");

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public byte[]? ReadSecret(string path, int maximumBytes, out string failure)
    {
        // -----w-rwx: nobody else may change it, and nobody outside its group may read it.
        const uint forbidden = 0x17;
        byte[]? content = SafeFile.TryReadOwn(path, maximumBytes, forbidden);
        failure = content is not null ? ""
            : $"it must be a regular file of root or this user, at most {maximumBytes} octets, mode 0640 or stricter";
        return content;
    }

    public string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    private static IEnumerable<string> ReadNames() =>
        File.ReadLines(Links).Where(line => line.Contains(':')).Select(line => line.Split(':')[0].Trim());
}
