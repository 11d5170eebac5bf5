using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Links;

/// <summary>Messages to and from the link monitor.</summary>
public interface ILinkMessage;

/// <summary>
/// Tell <paramref name="Subscriber"/> what happens to these interfaces (empty = all): at once a
/// <see cref="LinksSynchronized"/>, then the kernel's events as they come.
/// </summary>
public sealed record SubscribeLinks(IActorRef Subscriber, ImmutableHashSet<string> Interfaces) : ILinkMessage;

public sealed record UnsubscribeLinks(IActorRef Subscriber) : ILinkMessage;

/// <summary>All links and addresses as they are now.</summary>
public sealed record LinksSynchronized(LinkTable Links) : ILinkMessage;

/// <summary>Something changed about one interface; <paramref name="Links"/> is the table after it.</summary>
public sealed record LinkTableChanged(string Interface, KernelEvent Change, LinkTable Links) : ILinkMessage;

/// <summary>Somebody has routes or rules in the kernel and wants to hear when others take them away.</summary>
public sealed record WatchRouting : ILinkMessage;

/// <summary>Tables of nf_tables are ours from now on: what goes from any of them is of concern.</summary>
public sealed record WatchFirewall : ILinkMessage;

/// <summary>From now on: how long a change of a link has to last, and which links are polled.</summary>
public sealed record JudgeLinks(LinkPolicies Policies) : ILinkMessage;

public sealed record GetLinks : ILinkMessage;
