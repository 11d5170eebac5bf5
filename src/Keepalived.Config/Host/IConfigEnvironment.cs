namespace Keepalived.Config.Host;

/// <summary>What a script path looks like on this host.</summary>
public enum ScriptStanding
{
    /// <summary>Present, executable, and only changeable by root.</summary>
    Secure,

    /// <summary>Present and executable, but somebody else could change it.</summary>
    Insecure,

    /// <summary>Not there, or not executable.</summary>
    Missing,
}

/// <summary>A name table of iproute2 (rt_tables and its neighbours).</summary>
public enum RouteNameTable
{
    Table,
    Protocol,
    Scope,
    DsField,
    Realm,
    Group,
}

/// <summary>
/// Facts about the host that a verdict depends on. The configuration itself is judged without touching anything.
/// </summary>
public interface IConfigEnvironment
{
    /// <summary>Host name, used for router_id and as the configuration id (up to the first dot).</summary>
    string HostName { get; }

    bool InterfaceExists(string name);

    /// <summary>Names to suggest for one that does not exist; empty where nobody knows.</summary>
    IEnumerable<string> InterfaceNames => [];

    /// <summary>True for a loopback interface.</summary>
    bool IsLoopback(string name);

    /// <summary>True if there is a VRF interface of this name.</summary>
    bool VrfExists(string name);

    /// <summary>Largest payload of a packet on the interface, in octets.</summary>
    int InterfaceMtu(string name);

    bool UserExists(string name);

    bool GroupExists(string name);

    /// <summary>How a script stands when run as <paramref name="user"/>.</summary>
    ScriptStanding CheckScript(string path, string user);

    /// <summary>
    /// For a script that is insecure: which file, link or folder of its path others could change, and how; "" if nobody
    /// can tell.
    /// </summary>
    string ScriptFlaw(string path, string user) => "";

    /// <summary>True if the host name resolves or is an address.</summary>
    bool CanResolve(string host);

    /// <summary>Number behind a name of an iproute2 table; null if there is none.</summary>
    uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders);

    /// <summary>Number of a protocol of /etc/protocols; null if unknown.</summary>
    byte? LookupProtocol(string name);

    /// <summary>Port of a service of /etc/services; null if unknown.</summary>
    ushort? LookupService(string name);

    /// <summary>What is wrong with a regular expression of a page test; null: nothing, or nobody can tell.</summary>
    string? RegexFlaw(Model.HttpRegexConfig regex) => null;

    /// <summary>This kernel has IPVS, or its module at hand.</summary>
    bool HasIpvs => true;

    /// <summary>Processors are 0 to one less; where nobody knows, as many as a set can name (sched.h).</summary>
    int ProcessorCount => 1024;

    bool DirectoryExists(string path);

    /// <summary>
    /// A file that holds a key, if nobody but its owner and root can read or change it; else null and why.
    /// </summary>
    byte[]? ReadSecret(string path, int maximumBytes, out string failure)
    {
        failure = "not readable here";
        return null;
    }

    string? GetVariable(string name);
}
