namespace Keepalived.Core.Lvs;

/// <content>The time-outs of connections, which belong to the whole table.</content>
public sealed partial class IpvsReconciler
{
    private IpvsCommand.SetTimeouts? _timeouts;
    private IpvsCommand.SetTimeouts? _earlierTimeouts;
    private bool _timeoutsAreDirty;

    /// <summary>
    /// Replaces the wanted time-outs. What is 0 or not wanted any more gets the value back that it had before the first
    /// time somebody wanted one.
    /// </summary>
    public void SetTimeouts(IpvsCommand.SetTimeouts? wanted)
    {
        _timeoutsAreDirty |= wanted != _timeouts;
        _timeouts = wanted;
    }

    private void CompareTimeouts()
    {
        if (!_timeoutsAreDirty)
        {
            return;
        }

        _timeoutsAreDirty = false;
        if (_timeouts is not null)
        {
            _earlierTimeouts ??= _table.ReadTimeouts();
        }

        if (_timeouts is null && _earlierTimeouts is null)
        {
            return;
        }

        _first.Enqueue(new IpvsCommand.SetTimeouts(
            Choose(_timeouts?.Tcp, _earlierTimeouts?.Tcp),
            Choose(_timeouts?.TcpFin, _earlierTimeouts?.TcpFin),
            Choose(_timeouts?.Udp, _earlierTimeouts?.Udp)));
        if (_timeouts is null)
        {
            _earlierTimeouts = null;
        }
    }

    private static uint Choose(uint? wanted, uint? earlier) => wanted is > 0 ? wanted.Value : earlier ?? 0;
}
