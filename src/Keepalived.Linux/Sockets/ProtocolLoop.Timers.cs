namespace Keepalived.Linux.Sockets;

public sealed unsafe partial class ProtocolLoop
{
    // Arrays, not lists: a list of a structure is compiled when it is first used, which would be while taking over.
    private Callback[] _callbacks = new Callback[64];
    private int _callbackCount;
    private readonly List<AdvertTransmitter> _toSend = new(64);

    private enum CallbackKind : byte
    {
        Timer,
        Renewal,
        Expiry,
        Silence,
    }

    /// <summary>
    /// Under the gate: takes all that is due off the heap. An expired lease silences its transmitter before this round
    /// sends.
    /// </summary>
    private void CollectDue(long now)
    {
        long worst = 0;
        while (_heap.TakeDue(now, ref worst) is { } deadline)
        {
            switch (deadline)
            {
                case LoopTimer timer:
                    Add(new Callback(CallbackKind.Timer, timer, timer.Generation, timer.DueAt));
                    timer.DueAt = Deadline.Never;
                    break;
                case AdvertLease lease:
                    CollectLease(lease, now);
                    break;
                case AdvertTransmitter transmitter:
                    if (transmitter.Advance(now))
                    {
                        Queue(transmitter);
                    }
                    else
                    {
                        Add(new Callback(CallbackKind.Silence, transmitter, transmitter.Generation, now));
                    }

                    break;
            }
        }

        NoteLateness(worst);
        if (_timerExpired || _heap.NextKey != _armedKey)
        {
            _timerExpired = false;
            Arm(_heap.NextKey);
        }
    }

    private void CollectLease(AdvertLease lease, long now)
    {
        AdvertTransmitter holder = lease.Transmitter;
        if (holder.EndIfSilent(now))
        {
            // The whole process stood still: that the lease has run out meanwhile is the least of it.
            Add(new Callback(CallbackKind.Silence, holder, holder.Generation, now));
            return;
        }

        CallbackKind kind = holder.AskOrExpire(now) ? CallbackKind.Renewal : CallbackKind.Expiry;
        Add(new Callback(kind, lease, holder.Generation, now));
    }

    private void NoteLateness(long worst)
    {
        if (worst >= StallNanoseconds)
        {
            NoteStall(worst);
        }

        if (worst >= _autoPriorityDelay)
        {
            AnswerLateness(worst);
        }

        // TakeWorstLateness may reset it at any time from another thread.
        long seen = Volatile.Read(ref _worstLateness);
        while (worst > seen)
        {
            long before = Interlocked.CompareExchange(ref _worstLateness, worst, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private void CallBack()
    {
        for (int i = 0; i < _callbackCount; i++)
        {
            try
            {
                Call(_callbacks[i]);
            }
            catch (Exception exception)
            {
                _options.CallbackFailed?.Invoke(exception);
            }
        }

        // What was called must not be kept alive by its place in the array.
        Array.Clear(_callbacks, 0, _callbackCount);
        _callbackCount = 0;
    }

    private void Add(in Callback callback)
    {
        if (_callbackCount == _callbacks.Length)
        {
            Array.Resize(ref _callbacks, _callbackCount * 2);
        }

        _callbacks[_callbackCount++] = callback;
    }

    private static void Call(in Callback callback)
    {
        switch (callback.Kind)
        {
            case CallbackKind.Timer:
                var timer = (LoopTimer)callback.Deadline;
                timer.Target.TimerFired(
                    timer.Id, callback.Generation, ToTimeSpan(callback.DueAt), ToTimeSpan(NowNanoseconds));
                break;
            case CallbackKind.Renewal:
                ((AdvertLease)callback.Deadline).Transmitter.Holder.RenewRequested(callback.Generation);
                break;
            case CallbackKind.Silence:
                ((AdvertTransmitter)callback.Deadline).Holder.SilenceExceeded(callback.Generation);
                break;
            default:
                ((AdvertLease)callback.Deadline).Transmitter.Holder.LeaseExpired(callback.Generation);
                break;
        }
    }

    private readonly record struct Callback(CallbackKind Kind, Deadline Deadline, int Generation, long DueAt);
}
