namespace Keepalived.Core.Lvs;

/// <summary>The fewest commands that make one service of the table what is wanted.</summary>
public static class IpvsDiff
{
    /// <summary>
    /// Appends the commands for one key. What is added comes before what is removed, so that a service is never without
    /// a server only because two changes came together.
    /// </summary>
    /// <param name="wanted">Null: the service shall not be there.</param>
    public static void Append(
        IpvsTable present, IpvsServiceKey key, VirtualService? wanted, Queue<IpvsCommand> commands)
    {
        bool exists = present.TryGet(key, out IpvsService? service, out var destinations);
        if (wanted is null)
        {
            if (exists)
            {
                commands.Enqueue(new IpvsCommand.RemoveService(key));
            }

            return;
        }

        if (!exists)
        {
            commands.Enqueue(new IpvsCommand.AddService(wanted.Service));
        }
        else if (service != wanted.Service)
        {
            commands.Enqueue(new IpvsCommand.EditService(wanted.Service));
        }

        HashSet<IpvsDestinationKey> kept = new(wanted.Destinations.Length);
        foreach (IpvsDestination destination in wanted.Destinations)
        {
            // The second of two destinations with one key is ignored, as IPVS itself refuses it.
            if (kept.Add(destination.Key))
            {
                AppendDestination(key, destination, destinations?.GetValueOrDefault(destination.Key), commands);
            }
        }

        foreach (IpvsDestinationKey destination in destinations?.Keys ?? [])
        {
            if (!kept.Contains(destination))
            {
                commands.Enqueue(new IpvsCommand.RemoveDestination(key, destination));
            }
        }
    }

    private static void AppendDestination(
        IpvsServiceKey key, IpvsDestination wanted, IpvsDestination? present, Queue<IpvsCommand> commands)
    {
        if (present is null)
        {
            commands.Enqueue(new IpvsCommand.AddDestination(key, wanted));
        }
        else if (present != wanted)
        {
            commands.Enqueue(new IpvsCommand.EditDestination(key, wanted));
        }
    }
}
