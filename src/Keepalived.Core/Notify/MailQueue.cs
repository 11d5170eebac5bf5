using Keepalived.Core.Ports;

namespace Keepalived.Core.Notify;

/// <summary>
/// Mails that wait for the relay, in order, one on its way at a time. A mail that fails is tried again after
/// <see cref="MailQueueLimits.FirstDelay"/>, doubled up to <see cref="MailQueueLimits.LongestDelay"/>, and given up
/// after
/// <see cref="MailQueueLimits.Attempts"/>. When full, the oldest waiting mail is lost. Losses are counted.
/// </summary>
public sealed class MailQueue(MailQueueLimits limits)
{
    private readonly LinkedList<MailMessage> _waiting = [];
    private MailMessage? _onItsWay;
    private TimeSpan _notBefore;
    private int _failures;

    public int Waiting => _waiting.Count + (_onItsWay is null ? 0 : 1);

    public long Sent { get; private set; }

    public long Lost { get; private set; }

    /// <summary>When to call <see cref="TakeNext"/> again; null: nothing waits, or one is on its way.</summary>
    public TimeSpan? NextDeadline => _onItsWay is null && _waiting.Count > 0 ? _notBefore : null;

    /// <summary>True if an older one had to go.</summary>
    public bool Add(MailMessage mail)
    {
        bool full = _waiting.Count >= limits.Capacity;
        if (full)
        {
            _waiting.RemoveFirst();
            _failures = 0;
            Lost++;
        }

        _waiting.AddLast(mail);
        return full;
    }

    public MailMessage? TakeNext(TimeSpan now)
    {
        if (_onItsWay is not null || _waiting.First is null || now < _notBefore)
        {
            return null;
        }

        _onItsWay = _waiting.First.Value;
        _waiting.RemoveFirst();
        return _onItsWay;
    }

    public void Succeeded()
    {
        (_onItsWay, _failures, _notBefore) = (null, 0, TimeSpan.Zero);
        Sent++;
    }

    /// <summary>Returns true if the mail was given up.</summary>
    public bool Failed(TimeSpan now)
    {
        if (_onItsWay is null)
        {
            return false;
        }

        MailMessage mail = _onItsWay;
        _onItsWay = null;
        _failures++;
        _notBefore = now + Delay(_failures);
        if (_failures >= limits.Attempts)
        {
            // The next one gets its own attempts, but the relay its rest: the delay stays.
            _failures = 0;
            Lost++;
            return true;
        }

        _waiting.AddFirst(mail);
        return false;
    }

    /// <summary>Its sender failed without an answer: it waits again, first in line.</summary>
    public void Recover(TimeSpan now)
    {
        if (_onItsWay is not null)
        {
            Failed(now);
        }
    }

    /// <summary>Nothing can be sent any more; returns how many mails are lost by that.</summary>
    public int Abandon()
    {
        int lost = Waiting;
        Lost += lost;
        _waiting.Clear();
        _onItsWay = null;
        return lost;
    }

    private TimeSpan Delay(int failures)
    {
        double factor = Math.Pow(2, Math.Min(failures - 1, 16));
        TimeSpan delay = limits.FirstDelay * factor;
        return delay < limits.LongestDelay ? delay : limits.LongestDelay;
    }
}

/// <param name="Capacity">Mails that wait at most.</param>
/// <param name="Attempts">Attempts for one mail at most.</param>
public sealed record MailQueueLimits(int Capacity, int Attempts, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    public static MailQueueLimits Default { get; } = new(64, 8, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
}
