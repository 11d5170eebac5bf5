using Keepalived.Config.Model;

namespace Keepalived.Actors.Notify;

/// <summary>The open FIFOs, which outlive a failure of the actor that works on them.</summary>
internal sealed class FifoState
{
    private long _lostBefore;

    /// <summary><c>notify_fifo</c>: everything.</summary>
    public FifoChannel? Any { get; private set; }

    /// <summary><c>vrrp_notify_fifo</c>.</summary>
    public FifoChannel? Vrrp { get; private set; }

    /// <summary><c>lvs_notify_fifo</c>.</summary>
    public FifoChannel? Lvs { get; private set; }

    public bool RealServerInitNotifies { get; private set; }

    public IEnumerable<FifoChannel> All =>
        new[] { Any, Vrrp, Lvs }.Where(channel => channel is not null).Select(channel => channel!);

    /// <summary>Lines that nobody will ever read.</summary>
    public long Lost => _lostBefore + All.Sum(channel => channel.Backlog.Lost);

    /// <summary>Keeps what is configured as before; returns what is gone, for the caller to end.</summary>
    public IReadOnlyList<FifoChannel> Apply(GlobalConfig global)
    {
        FifoChannel[] before = [.. All];
        RealServerInitNotifies = global.RealServerInitNotifies;
        Any = Keep(Any, global.NotifyFifo);
        Vrrp = Keep(Vrrp, global.VrrpNotifyFifo);
        Lvs = Keep(Lvs, global.LvsNotifyFifo);
        FifoChannel[] gone = [.. before.Except(All)];
        _lostBefore += gone.Sum(channel => channel.Backlog.Lost);
        return gone;
    }

    public void CloseAll()
    {
        foreach (FifoChannel channel in All)
        {
            channel.Close();
            channel.KillScript();
        }
    }

    private static FifoChannel? Keep(FifoChannel? channel, NotifyFifoConfig? wanted) =>
        wanted is null ? null : channel?.Config == wanted ? channel : new FifoChannel(wanted);
}
