using Akka.Event;

namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    Resume,
    Restart,
    Escalate,
    Stop,
}

/// <summary>Decides about failures of children, within limits.</summary>
public abstract class SupervisorStrategy
{
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDirective);
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);
    protected bool LoggingEnabled { get; set; } = true;
    protected abstract Directive Handle(IActorRef child, Exception exception);
    private protected abstract void Process(ActorCell context, bool restart, ChildStats child, Exception cause);

    internal bool HandleFailure(ActorCell context, ChildStats child, Exception cause)
    {
        Directive directive = Handle(child.Ref, cause);
        Log(context, child.Ref, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Ref.SendSystem(new ResumeMessage(cause));
                return true;
            case Directive.Restart:
            case Directive.Stop:
                Process(context, directive == Directive.Restart, child, cause);
                return true;
            default:
                return false;
        }
    }

    private static Directive DefaultDirective(Exception cause) =>
        cause is ActorInitializationException or DeathPactException ? Directive.Stop : Directive.Restart;

    private void Log(ActorCell context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) { return; }
        string message = (cause as ActorInitializationException)?.InnerException?.Message ?? cause.Message;
        string source = child.Path.ToString();
        context.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(cause, source, GetType(), message)
            : new Error(cause, source, GetType(), message));
    }
}

/// <summary>Treats only the child that failed.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    private readonly Func<Exception, Directive> _decide;

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, -1, localOnlyDecider) { }

    /// <summary>
    /// At most so many restarts within the window, else the child is stopped. No number or window (null, negative)
    /// means no such limit; a window without a number means one restart in it; a number without a window counts for
    /// ever; zero means none.
    /// </summary>
    public OneForOneStrategy(
        int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, (int)(
            withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, localOnlyDecider)
    {
    }

    public OneForOneStrategy(
        int maxNrOfRetries,
        int withinTimeMilliseconds,
        Func<Exception, Directive> localOnlyDecider,
        bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        LoggingEnabled = loggingEnabled;
        _decide = localOnlyDecider;
    }

    public int MaxNumberOfRetries { get; }
    public int WithinTimeRangeMilliseconds { get; }
    protected override Directive Handle(IActorRef child, Exception exception) => _decide(exception);

    private protected override void Process(ActorCell context, bool restart, ChildStats child, Exception cause)
    {
        if (restart && child.MayRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds))
        {
            child.Ref.SendSystem(new RecreateMessage(cause));
        }
        else
        {
            context.Stop(child.Ref);
        }
    }
}

/// <summary>A child and its restarts so far.</summary>
internal sealed class ChildStats(IInternalRef child)
{
    private int _restarts;
    private long _windowStart = -1;
    internal IInternalRef Ref { get; } = child;

    internal bool MayRestart(int limit, int windowMilliseconds)
    {
        if (limit == 0) { return false; }
        if (windowMilliseconds <= 0) { return limit < 0 || ++_restarts <= limit; }
        long now = Environment.TickCount64;
        if (_windowStart >= 0 && now - _windowStart <= windowMilliseconds) { return ++_restarts <= Math.Max(limit, 1); }
        // The first failure, or the first after a quiet window, opens a new one.
        (_windowStart, _restarts) = (now, 1);
        return true;
    }
}
