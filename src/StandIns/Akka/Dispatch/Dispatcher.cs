using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs mailboxes somewhere.</summary>
internal abstract class Dispatcher(int throughput)
{
    internal int Throughput { get; } = throughput;
    internal abstract void Schedule(Mailbox mailbox);
    internal virtual Dispatcher ForActor(string name) => this;

    internal virtual void Leave() { }

    internal virtual void Shutdown() { }
}

internal sealed class ThreadPoolDispatcher(int throughput) : Dispatcher(throughput)
{
    internal override void Schedule(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
}

/// <summary>Runs a mailbox at once, on the thread that posted into it.</summary>
internal sealed class CallingThreadDispatcher() : Dispatcher(int.MaxValue)
{
    internal override void Schedule(Mailbox mailbox) => mailbox.Execute();
}

/// <summary>A thread for each actor.</summary>
internal sealed class PinnedDispatcher(int throughput) : Dispatcher(throughput)
{
    internal override void Schedule(Mailbox mailbox) =>
        throw new InvalidOperationException("A pinned dispatcher runs nothing itself.");

    internal override Dispatcher ForActor(string name) => new OneThread(name, Throughput);

    private sealed class OneThread : Dispatcher
    {
        private readonly BlockingCollection<Mailbox> _ready = [];

        internal OneThread(string name, int throughput) : base(throughput) =>
            new Thread(Work) { IsBackground = true, Name = name }.Start();

        internal override void Schedule(Mailbox mailbox)
        {
            try
            {
                _ready.Add(mailbox);
            }
            catch (InvalidOperationException)
            {
                // Shut down: nobody waits for this actor any more.
            }
        }

        internal override void Leave() => _ready.CompleteAdding();

        private void Work()
        {
            foreach (Mailbox mailbox in _ready.GetConsumingEnumerable()) { mailbox.Execute(); }
        }
    }
}

/// <summary>The dispatchers that the configuration describes, each made when first asked for.</summary>
internal sealed class Dispatchers(ActorSystem system)
{
    private readonly ConcurrentDictionary<string, Lazy<Dispatcher>> _made = new();

    internal Dispatcher Lookup(string id) =>
        _made.GetOrAdd(id, key => new Lazy<Dispatcher>(() => Make(key))).Value;

    internal void Shutdown()
    {
        foreach (Lazy<Dispatcher> made in _made.Values.Where(d => d.IsValueCreated)) { made.Value.Shutdown(); }
    }

    private Dispatcher Make(string id)
    {
        Config all = system.Settings.Config;
        if (!all.HasPath(id))
        {
            throw new ConfigurationException($"Dispatcher {id} not configured.");
        }
        if (all.GetString(id) is { } alias) { return Lookup(alias); }
        // What a section does not say, the default dispatcher's says.
        Config section = all.GetConfig(id).WithFallback(all.GetConfig(ActorSystemImpl.DefaultDispatcher));
        int throughput = section.GetInt("throughput", 100);
        string type = section.GetString("type");
        string executor = section.GetString("executor");
        return type switch
        {
            // Each of its actors gets one thread, whatever executor the section names.
            "PinnedDispatcher" => new PinnedDispatcher(throughput),
            "Dispatcher" when executor is null or "" or "default-executor" or "thread-pool-executor" or "task-executor"
                or "channel-executor" => new ThreadPoolDispatcher(throughput),
            "Dispatcher" => ExecutorDispatcher.Make(id, executor, section, throughput),
            "TaskDispatcher" => new ThreadPoolDispatcher(throughput),
            _ when type?.Contains("CallingThreadDispatcher", StringComparison.Ordinal) == true =>
                new CallingThreadDispatcher(),
            _ => throw new ConfigurationException($"Could not resolve dispatcher type {type} for path {id}"),
        };
    }
}
