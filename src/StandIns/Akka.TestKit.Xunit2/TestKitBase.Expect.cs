using Akka.Actor;
using Xunit;

namespace Akka.TestKit;

/// <summary>What is expected to arrive, and what not.</summary>
public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(
        TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, cancellationToken);

    public T ExpectMsg<T>(
        T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
    {
        T actual = Expect<T>(timeout, hint, cancellationToken);
        Assert.Equal(message, actual);
        return actual;
    }

    public T ExpectMsg<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null,
            CancellationToken cancellationToken = default)
    {
        T actual = Expect<T>(timeout, hint, cancellationToken);
        Assert.True(isMessage(actual),
            $"Got a message of the expected type <{typeof(T).FullName}>, but it did not match {hint}: {actual}");
        return actual;
    }

    public T ExpectMsg<T>(
        Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default)
    {
        T actual = Expect<T>(timeout, hint, cancellationToken);
        assert(actual);
        return actual;
    }

    public Terminated ExpectTerminated(
        IActorRef target, TimeSpan? timeout = null, string hint = null,
            CancellationToken cancellationToken = default) =>
        ExpectMsg<Terminated>(t => t.ActorRef.Equals(target), timeout, hint, cancellationToken);

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNoMsg(Sys.Settings.Config.GetTimeSpan("akka.test.expect-no-message-default"), cancellationToken);

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (TryReceive(duration, cancellationToken, out TestActor.Received received))
        {
            Assert.Fail($"Expected no messages during the duration, instead we received {received.Message}");
        }
    }

    /// <summary>The next message, or null if none comes.</summary>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceive(max ?? SingleExpectDefaultTimeout, cancellationToken, out TestActor.Received received)
            ? received.Message
            : null;

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default)
    {
        var all = new List<object>(numberOfMessages);
        while (all.Count < numberOfMessages)
        {
            all.Add(Expect<object>(null, $"message {all.Count + 1} of {numberOfMessages}", cancellationToken));
        }
        return all;
    }

    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        TimeSpan limit = max ?? SingleExpectDefaultTimeout;
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (TryReceive(
            TimeSpan.FromMilliseconds(
                Math.Max(0, end - Environment.TickCount64)), cancellationToken, out TestActor.Received next))
        {
            if (next.Message is T message && isMessage(message)) { return message; }
        }
        Assert.Fail($"Timeout ({limit}) during FishForMessage {hint}");
        return default;
    }

    private T Expect<T>(TimeSpan? timeout, string hint, CancellationToken cancellationToken)
    {
        TimeSpan limit = timeout ?? SingleExpectDefaultTimeout;
        if (!TryReceive(limit, cancellationToken, out TestActor.Received received))
        {
            Assert.Fail($"Failed: Timeout {limit} while waiting for a message of type {typeof(T)} {hint}");
        }
        if (received.Message is not T)
        {
            Assert.Fail($"Failed: Expected a message of type {typeof(T)}, but received {{{received.Message}}} "
                + $"(type {received.Message.GetType()}) instead from {received.Sender} {hint}");
        }
        return (T)received.Message;
    }
}
