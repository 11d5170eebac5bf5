using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>
/// Requests to the IPVS family. Each writes one message into the span and returns its length, 0 if the span is too
/// small. Changes ask for an acknowledgement; dumps end with NLMSG_DONE.
/// </summary>
/// <param name="FamilyId">The family's number, resolved by <see cref="GenericFamilyMessage"/> (name IPVS).</param>
/// <param name="Sequence">Comes back in the answer.</param>
public readonly record struct IpvsRequest(ushort FamilyId, uint Sequence)
{
    /// <summary>
    /// Changes are answered only when they fail. The last of many in one datagram is to ask for its acknowledgement
    /// (<see cref="NetlinkRequest.Acknowledge"/>): with it the answers end.
    /// </summary>
    public bool IsSilent { get; init; }

    /// <summary>EEXIST if there is one.</summary>
    public int NewService(Span<byte> destination, IpvsServiceMessage service) =>
        Service(destination, IPVS_CMD_NEW_SERVICE, service, isComplete: true);

    /// <summary>Changes scheduler, flags, timeout, netmask, engine. ESRCH if there is none.</summary>
    public int SetService(Span<byte> destination, IpvsServiceMessage service) =>
        Service(destination, IPVS_CMD_SET_SERVICE, service, isComplete: true);

    /// <summary>Its destinations go too. ESRCH if there is none.</summary>
    public int DeleteService(Span<byte> destination, IpvsServiceMessage service) =>
        Service(destination, IPVS_CMD_DEL_SERVICE, service, isComplete: false);

    public int GetService(Span<byte> destination, IpvsServiceMessage service) =>
        Service(destination, IPVS_CMD_GET_SERVICE, service, isComplete: false);

    /// <summary>Zeroes the counters of one service, or of all if null.</summary>
    public int Zero(Span<byte> destination, IpvsServiceMessage? service = null) => service is null
        ? Bare(destination, IPVS_CMD_ZERO, isDump: false)
        : Service(destination, IPVS_CMD_ZERO, service, isComplete: false);

    public int DumpServices(Span<byte> destination) => Bare(destination, IPVS_CMD_GET_SERVICE, isDump: true);

    public int DumpDestinations(Span<byte> destination, IpvsServiceMessage service)
    {
        NetlinkWriter writer = Begin(destination, IPVS_CMD_GET_DEST, isDump: true);
        service.Write(ref writer, isComplete: false);
        writer.EndMessage();
        return writer.Result;
    }

    /// <summary>EEXIST if the service has one of this address and port.</summary>
    public int NewDestination(Span<byte> destination, IpvsServiceMessage service, IpvsDestinationMessage server) =>
        Server(destination, IPVS_CMD_NEW_DEST, service, server, isComplete: true);

    /// <summary>ENOENT if the service has none such.</summary>
    public int SetDestination(Span<byte> destination, IpvsServiceMessage service, IpvsDestinationMessage server) =>
        Server(destination, IPVS_CMD_SET_DEST, service, server, isComplete: true);

    /// <summary>ENOENT if the service has none such.</summary>
    public int DeleteDestination(Span<byte> destination, IpvsServiceMessage service, IpvsDestinationMessage server) =>
        Server(destination, IPVS_CMD_DEL_DEST, service, server, isComplete: false);

    /// <summary>Removes every service, whoever made it.</summary>
    public int Flush(Span<byte> destination) => Bare(destination, IPVS_CMD_FLUSH, isDump: false);

    /// <summary>EEXIST if one of this state runs.</summary>
    public int StartDaemon(Span<byte> destination, IpvsSyncDaemonMessage daemon) =>
        Daemon(destination, IPVS_CMD_NEW_DAEMON, daemon);

    /// <summary>Only the state counts. ESRCH if none of this state runs.</summary>
    public int StopDaemon(Span<byte> destination, IpvsSyncDaemonMessage daemon) =>
        Daemon(destination, IPVS_CMD_DEL_DAEMON, daemon);

    public int DumpDaemons(Span<byte> destination) => Bare(destination, IPVS_CMD_GET_DAEMON, isDump: true);

    public int SetTimeouts(Span<byte> destination, IpvsTimeouts timeouts)
    {
        NetlinkWriter writer = Begin(destination, IPVS_CMD_SET_CONFIG, isDump: false);
        timeouts.Write(ref writer);
        writer.EndMessage();
        return writer.Result;
    }

    public int GetTimeouts(Span<byte> destination) => Bare(destination, IPVS_CMD_GET_CONFIG, isDump: false);

    public int GetInfo(Span<byte> destination) => Bare(destination, IPVS_CMD_GET_INFO, isDump: false);

    private NetlinkWriter Begin(Span<byte> destination, byte command, bool isDump)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(isDump
            ? NetlinkRequest.Dump(FamilyId, Sequence)
            : IsSilent ? new NetlinkRequest(FamilyId, 0, Sequence)
            : NetlinkRequest.Acknowledged(FamilyId, Sequence));
        new GenericHeader(command, IPVS_GENL_VERSION).Write(ref writer);
        return writer;
    }

    private int Bare(Span<byte> destination, byte command, bool isDump)
    {
        NetlinkWriter writer = Begin(destination, command, isDump);
        writer.EndMessage();
        return writer.Result;
    }

    private int Service(Span<byte> destination, byte command, IpvsServiceMessage service, bool isComplete)
    {
        NetlinkWriter writer = Begin(destination, command, isDump: false);
        service.Write(ref writer, isComplete);
        writer.EndMessage();
        return writer.Result;
    }

    private int Server(
        Span<byte> destination,
        byte command,
        IpvsServiceMessage service,
        IpvsDestinationMessage server,
        bool isComplete)
    {
        NetlinkWriter writer = Begin(destination, command, isDump: false);
        service.Write(ref writer, isComplete: false);
        server.Write(ref writer, isComplete);
        writer.EndMessage();
        return writer.Result;
    }

    private int Daemon(Span<byte> destination, byte command, IpvsSyncDaemonMessage daemon)
    {
        NetlinkWriter writer = Begin(destination, command, isDump: false);
        daemon.Write(ref writer);
        writer.EndMessage();
        return writer.Result;
    }
}
