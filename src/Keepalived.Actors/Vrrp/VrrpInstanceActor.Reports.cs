using Keepalived.Actors.Sockets;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <content>Lines about what others send. The network must not be able to fill the log.</content>
public sealed partial class VrrpInstanceActor
{
    /// <summary>
    /// Different (sender, line) pairs remembered as said until the state changes; more are only counted.
    /// </summary>
    private const int MaximumRemembered = 32;

    private readonly HashSet<(IpAddress Source, VrrpReport What)> _reported = [];

    /// <summary>Lines of <c>debug</c> in a second; more are left out.</summary>
    private const int TracesPerSecond = 20;

    private TimeSpan _traceSecond;
    private int _traces;

    /// <summary><c>debug</c> 1 and above: every advertisement that was accepted.</summary>
    private void Trace(AdvertisementReceived received)
    {
        TimeSpan now = _services.Clock.Now;
        if (now - _traceSecond >= TimeSpan.FromSeconds(1))
        {
            (_traceSecond, _traces) = (now, 0);
        }

        if (_traces++ < TracesPerSecond)
        {
            VrrpLog.Trace(_log, Name, received.Source, received.Priority, received.Interval);
        }
    }

    /// <summary>The same line about the same sender once until the state changes.</summary>
    private void Report(in VrrpEffect effect)
    {
        if (IsNews(effect.Source, effect.Report))
        {
            VrrpLog.Report(_log, Name, effect, _state.EffectivePriority);
        }
    }

    private bool IsNews(IpAddress source, VrrpReport what) =>
        _reported.Count < MaximumRemembered && _reported.Add((source, what));
}
