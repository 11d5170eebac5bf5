namespace Akka.Actor;

/// <summary>Between cells only; overtakes user messages and is not held back by a suspension.</summary>
internal abstract record SystemMessage;

internal sealed record CreateMessage : SystemMessage;

internal sealed record RecreateMessage(Exception Cause) : SystemMessage;

internal sealed record SuspendMessage : SystemMessage;

/// <summary>
/// The cause is null if the failure was not the receiver's own, or its parent's on whose behalf it was suspended.
/// </summary>
internal sealed record ResumeMessage(Exception Cause) : SystemMessage;

internal sealed record TerminateMessage : SystemMessage;

internal sealed record WatchMessage(IActorRef Watchee, IActorRef Watcher) : SystemMessage;

internal sealed record UnwatchMessage(IActorRef Watchee, IActorRef Watcher) : SystemMessage;

internal sealed record DeathWatchNotification(IActorRef Actor, bool ExistenceConfirmed) : SystemMessage;

internal sealed record FailedMessage(IActorRef Child, Exception Cause) : SystemMessage;
