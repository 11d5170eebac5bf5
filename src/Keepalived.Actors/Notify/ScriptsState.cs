using Keepalived.Core.Notify;

namespace Keepalived.Actors.Notify;

/// <summary>The queues, which outlive a failure of the actor that works on them.</summary>
internal sealed class ScriptsState
{
    private readonly Dictionary<string, ScriptQueue> _queues = [];
    private long _droppedOfRemoved;

    public IReadOnlyDictionary<string, ScriptQueue> Queues => _queues;

    public bool RealServerInitNotifies { get; set; }

    public long Started { get; set; }

    public long Failed { get; set; }

    // Written by the scripts actor, read by its supervisor for dumps: single numbers, no collection.
    public int Waiting { get; private set; }

    public int Running { get; private set; }

    public long Dropped { get; private set; }

    public ScriptQueue QueueOf(string owner)
    {
        if (!_queues.TryGetValue(owner, out ScriptQueue? queue))
        {
            _queues.Add(owner, queue = new ScriptQueue());
        }

        return queue;
    }

    public void ForgetRunning()
    {
        foreach (ScriptQueue queue in _queues.Values)
        {
            queue.ForgetRunning();
        }
    }

    /// <summary>Orderly stop: only scripts with a limit are waited for, and they have begun already.</summary>
    public void ClearUnlimited()
    {
        foreach (ScriptQueue queue in _queues.Values)
        {
            queue.ClearUnlimited();
        }
    }

    /// <summary>
    /// Queues come and go with the objects of the configuration; an idle one holds nothing worth keeping.
    /// </summary>
    public void RemoveIdle()
    {
        (int waiting, int running, long dropped) = (0, 0, 0);
        List<string> idle = [];
        foreach ((string owner, ScriptQueue queue) in _queues)
        {
            waiting += queue.Waiting;
            running += queue.Running;
            dropped += queue.Dropped;
            if (queue.IsIdle)
            {
                idle.Add(owner);
            }
        }

        (Waiting, Running, Dropped) = (waiting, running, _droppedOfRemoved + dropped);
        foreach (string owner in idle)
        {
            _queues.Remove(owner, out ScriptQueue? queue);
            _droppedOfRemoved += queue!.Dropped;
        }
    }
}
