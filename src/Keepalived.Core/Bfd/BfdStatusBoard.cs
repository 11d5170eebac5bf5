namespace Keepalived.Core.Bfd;

/// <summary>
/// What each session last said of itself, for those who track it: the one place where sessions, VRRP trackers and
/// checkers meet, so that a restart of any of them costs nobody else anything. Any thread; a session that never spoke
/// is down, as in the reference.
/// </summary>
public sealed class BfdStatusBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _up = new(StringComparer.Ordinal);
    private readonly List<Subscription> _subscriptions = [];

    public bool IsUp(string session)
    {
        lock (_gate)
        {
            return _up.GetValueOrDefault(session);
        }
    }

    /// <summary>Tells those who follow the session, on the calling thread, if the status is another one.</summary>
    public void Report(string session, bool isUp)
    {
        Subscription[] told;
        lock (_gate)
        {
            if (_up.GetValueOrDefault(session) == isUp)
            {
                return;
            }

            _up[session] = isUp;
            told = [.. _subscriptions.Where(s => s.Session == session)];
        }

        foreach (Subscription subscription in told)
        {
            subscription.Changed(isUp);
        }
    }

    /// <summary>
    /// From now on <paramref name="changed"/> is called at each change, on the session's thread: it must not block. It
    /// is not called for the status that stands.
    /// </summary>
    public IDisposable Subscribe(string session, Action<bool> changed)
    {
        Subscription subscription = new(this, session, changed);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private sealed class Subscription(BfdStatusBoard board, string session, Action<bool> changed) : IDisposable
    {
        public string Session => session;

        public Action<bool> Changed => changed;

        public void Dispose()
        {
            lock (board._gate)
            {
                board._subscriptions.Remove(this);
            }
        }
    }
}
