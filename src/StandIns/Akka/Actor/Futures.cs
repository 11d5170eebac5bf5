namespace Akka.Actor;

/// <summary>Asking from outside of actors.</summary>
public static class Futures
{
    /// <summary>Sends a message and waits for one answer. Without a timeout, akka.actor.ask-timeout counts.</summary>
    /// <exception cref="AskTimeoutException">None came in time (through the task).</exception>
    /// <exception cref="ArgumentException">The answer was of another type (through the task).</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static async Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var answer = new AnswerRef<T>(SystemOf(self));
        TimeSpan limit = timeout ?? answer.System.Settings.Config.GetTimeSpan("akka.actor.ask-timeout");
        limit = limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan;
        self.Tell(message, answer);
        try
        {
            return await answer.Result.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AskTimeoutException($"Timeout after {limit.TotalSeconds:F2} seconds");
        }
    }

    private static ActorSystemImpl SystemOf(ICanTell target)
    {
        if (target is ActorSelection selection) { return selection.System; }
        var reference = target as IInternalRef;
        while (reference is not null and not LocalRef)
        {
            reference = reference.Parent is Nobody ? null : reference.Parent;
        }
        return ((reference as LocalRef)?.Cell ?? ActorCell.Current)?.System as ActorSystemImpl
            ?? throw new ArgumentException("Unable to resolve the actor system of the target", nameof(target));
    }

    private sealed class AnswerRef<T>(ActorSystemImpl system) : ActorRefBase
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public override ActorPath Path { get; } = system.TempPath();
        internal ActorSystemImpl System => system;
        internal Task<T> Result => _answer.Task;

        private protected override void Deliver(object message, IActorRef sender)
        {
            switch (message)
            {
                case T value:
                    _answer.TrySetResult(value);
                    break;
                case Status.Failure failure:
                    _answer.TrySetException(failure.Cause ?? new TaskCanceledException("Status.Failure"));
                    break;
                default:
                    _answer.TrySetException(new ArgumentException(
                        $"Received message of type [{message.GetType()}] - Ask expected type [{typeof(T)}]"));
                    break;
            }
        }
    }
}
