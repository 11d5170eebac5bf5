using System.Net;

namespace Keepalived.Config.Host;

/// <summary>This host, as far as /sys, /etc and the file system tell.</summary>
public sealed class SystemConfigEnvironment : IConfigEnvironment
{
    private const int DefaultMtu = 1500;
    private const string ClassNet = "/sys/class/net";

    private static readonly string[] SearchPath =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    public static SystemConfigEnvironment Instance { get; } = new();

    public string HostName => Dns.GetHostName();

    /// <summary>
    /// Of the machine, not of this process: how many it may use now (a quota, a set) says nothing of their numbers.
    /// </summary>
    public int ProcessorCount { get; } =
        int.TryParse(ReadText("/sys/devices/system/cpu/possible").Trim().Split('-', ',')[^1], out int last)
            ? last + 1
            : Environment.ProcessorCount;

    public bool InterfaceExists(string name) => IsPlain(name) && Directory.Exists(Path.Join(ClassNet, name));

    // ARPHRD_LOOPBACK of linux/if_arp.h is 772.
    public bool IsLoopback(string name) => ReadInterface(name, "type") == "772";

    public bool VrfExists(string name) =>
        InterfaceExists(name) && ReadText(Path.Join(ClassNet, name, "uevent")).Contains("DEVTYPE=vrf");

    public int InterfaceMtu(string name) => int.TryParse(ReadInterface(name, "mtu"), out int mtu) ? mtu : DefaultMtu;

    public bool UserExists(string name) => HasEntry("/etc/passwd", name);

    public bool GroupExists(string name) => HasEntry("/etc/group", name);

    public ScriptStanding CheckScript(string path, string user)
    {
        string? found = path.Contains('/')
            ? path
            : SearchPath.Select(directory => Path.Join(directory, path)).FirstOrDefault(File.Exists);
        if (found is null || !File.Exists(found) || OperatingSystem.IsWindows())
        {
            return ScriptStanding.Missing;
        }

        UnixFileMode mode = File.GetUnixFileMode(found);
        const UnixFileMode executable =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if ((mode & executable) == 0)
        {
            return ScriptStanding.Missing;
        }

        return (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0
            ? ScriptStanding.Insecure
            : ScriptStanding.Secure;
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
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    public uint? LookupRouteName(RouteNameTable table, string name, RouteNameFolders folders) =>
        NameTables.FindRouteName(table, name, folders);

    public byte? LookupProtocol(string name) => NameTables.FindProtocol(name);

    public ushort? LookupService(string name) => NameTables.FindService(name);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    private static bool IsPlain(string name) => name.Length is > 0 and < 16 && !name.Contains('/')
        && name is not "." and not "..";

    private static string ReadInterface(string name, string attribute) =>
        IsPlain(name) ? ReadText(Path.Join(ClassNet, name, attribute)).Trim() : "";

    private static string ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static bool HasEntry(string path, string name) =>
        ReadText(path).Split('\n').Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
