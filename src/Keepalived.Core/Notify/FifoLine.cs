using System.Globalization;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Notify;

/// <summary>
/// The lines of the notify FIFOs (cli-and-runtime 6), each with its newline: what people's readers parse, so to the
/// letter. Nothing stands between them, as with Debian's 2.2.7; later versions send a NUL octet after a checker's
/// newline, which a reader would find in front of its next line.
/// </summary>
public static class FifoLine
{
    public static byte[] ForInstance(VrrpInstanceConfig config, NotifiedState state, byte priority) =>
        Instance(config.Name, ScriptPlan.Said(config, state).Word(), priority);

    public static byte[] ForGroup(string name, NotifiedState state) => Bytes($"GROUP \"{name}\" {state.Word()} 0");

    /// <summary>
    /// Null before the first state. In Fault it is that of a backup, as the reference says it: the priority it will
    /// have then.
    /// </summary>
    public static byte[]? ForPriority(VrrpInstanceConfig config, VrrpState state, byte priority) => state switch
    {
        VrrpState.Master => Instance(config.Name, "MASTER_PRIORITY", priority),
        VrrpState.Backup or VrrpState.Fault => Instance(config.Name, "BACKUP_PRIORITY", priority),
        _ => null,
    };

    /// <param name="config">The Master that heard a lower priority.</param>
    /// <param name="priority">Its own effective priority.</param>
    public static byte[] ForLowerPriority(VrrpInstanceConfig config, byte priority) =>
        Instance(config.Name, "MASTER_RX_LOWER_PRI", priority);

    public static byte[] ForService(VirtualServerConfig service, bool isUp) =>
        Bytes($"VS {ServiceNames.Of(service)} {Word(isUp)}");

    public static byte[] ForRealServer(VirtualServerConfig service, RealServerConfig server, bool isUp) =>
        Bytes($"RS {ServiceNames.Of(server, service)} {ServiceNames.Of(service)} {Word(isUp)}");

    private static byte[] Instance(string name, string state, byte priority) =>
        Bytes(string.Create(CultureInfo.InvariantCulture, $"INSTANCE \"{name}\" {state} {priority}"));

    private static string Word(bool isUp) => isUp ? "UP" : "DOWN";

    private static byte[] Bytes(string line) => Encoding.UTF8.GetBytes(line + "\n");
}
