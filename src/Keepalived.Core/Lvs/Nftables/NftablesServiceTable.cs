using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>
/// Virtual services in a table of nf_tables of our own: NAT by rr, wrr and sh, with persistence. Each call of
/// <see cref="Apply"/> is one transaction. The generation of the rule set tells cheaply whether anybody else wrote
/// meanwhile; only then the table is read. What a killed daemon left is taken over as it is.
/// </summary>
public sealed partial class NftablesServiceTable(INftables nft) : IVirtualServiceTable
{
    private const int NotSupported = 95;
    private const int InputOutput = 5;
    private const int NoEntry = 2;

    private Dictionary<IpvsServiceKey, NftablesService> _services = [];
    private uint? _generation;
    private string? _structure;
    private bool _isWhole;
    private bool _isDumped;

    /// <summary>How often the table was found changed by somebody else.</summary>
    public int Repairs { get; private set; }

    public string Plane => "nftables";

    public bool OwnsAll => true;

    public TimeSpan? VerifyInterval => TimeSpan.FromSeconds(1);

    public bool IsAsApplied()
    {
        Dictionary<IpvsServiceKey, NftablesService> before = _services;
        return _isDumped && _isWhole && Verify() is null && _isWhole && ReferenceEquals(before, _services);
    }

    public string? TryOpen()
    {
        _isDumped = false;
        if (nft.TryOpen() is { } failure)
        {
            return failure;
        }

        _generation = nft.ReadGeneration();
        NftablesResult listed = nft.RunForJson("list maps inet");
        if (!listed.Succeeded)
        {
            return listed.Summary;
        }

        Dictionary<IpvsServiceKey, NftablesService>? found = NftablesListing.TryRead(listed.Output, out bool isAbsent);
        _isWhole = found is not null && !isAbsent && HasAllElements(found);
        _services = _isWhole ? found! : [];
        _structure = null;

        // The maps are as they should be; the rules are not worth reading, for writing them anew changes nothing.
        return _isWhole ? RewriteRules() : null;
    }

    public string? Dump(IpvsTable table)
    {
        if (Verify() is { } failure)
        {
            return failure;
        }

        _isDumped = true;
        table.Clear();
        foreach (NftablesService service in _services.Values)
        {
            table.Put(service.Service);
            foreach (NftablesServer server in service.Servers.Values)
            {
                table.Put(service.Service.Key, server.Destination);
            }
        }

        return null;
    }

    public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures)
    {
        int first = failures.Count;
        if (TryApply(commands, failures) is { } refused)
        {
            failures.RemoveRange(first, failures.Count - first);
            if (commands.Count == 1)
            {
                failures.Add(new IpvsFailure(commands[0], InputOutput, refused));
                return;
            }

            // All or nothing was nothing: one by one shows which is to blame.
            foreach (IpvsCommand command in commands)
            {
                Apply([command], failures);
            }
        }
    }

    public int RemoveLeftovers(IpvsOwnership left)
    {
        if (nft.IsUntouched || nft.TryOpen() is not null
            || nft.RunForJson("list maps inet") is not { Succeeded: true } listed)
        {
            return 0;
        }

        int services = NftablesListing.TryRead(listed.Output, out bool isAbsent)?.Count ?? 0;
        if (isAbsent)
        {
            return 0;
        }

        NftablesScript script = new();
        script.Delete();
        return nft.Run(script.ToString()).Succeeded ? Math.Max(1, services) : 0;
    }

    public void Dispose()
    {
        // The port belongs to the process; the table stays, as IPVS's does.
    }

    private string? TryApply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures)
    {
        Dictionary<IpvsServiceKey, NftablesService> next = new(_services);
        HashSet<IpvsServiceKey> touched = [];
        bool rebuild = !_isWhole;
        foreach (IpvsCommand command in commands)
        {
            if (command is IpvsCommand.Flush)
            {
                next.Clear();
                touched.Clear();
                rebuild = true;
            }
            else if (Refusal(next, command) is { } failure)
            {
                failures.Add(failure);
            }
            else
            {
                Perform(next, touched, command);
            }
        }

        string script = Difference(next, touched, rebuild);
        if (script.Length == 0)
        {
            return null;
        }

        string? refused = Write(script);
        if (refused is null)
        {
            _services = next;
            _isWhole = next.Count > 0;
            _structure = null;
        }

        return refused;
    }

    private string Difference(
        Dictionary<IpvsServiceKey, NftablesService> next, HashSet<IpvsServiceKey> touched, bool rebuild)
    {
        NftablesScript script = new();
        if (next.Count == 0)
        {
            // Without a service nothing of ours stays behind, and no packet is looked at.
            script.Delete();
            return script.ToString();
        }

        if (rebuild)
        {
            script.Recreate();
            touched.UnionWith(next.Keys);
        }

        foreach (IpvsServiceKey key in touched)
        {
            next.GetValueOrDefault(key)?.Arrange();
            script.Change(rebuild ? null : _services.GetValueOrDefault(key), next.GetValueOrDefault(key));
        }

        return script.ToString();
    }

    /// <summary>
    /// Each service is copied once before it is changed, so that a refused transaction leaves no trace.
    /// </summary>
    private void Perform(
        Dictionary<IpvsServiceKey, NftablesService> next, HashSet<IpvsServiceKey> touched, IpvsCommand command)
    {
        NftablesService Own(IpvsServiceKey key)
        {
            if (touched.Add(key) || ReferenceEquals(next[key], _services.GetValueOrDefault(key)))
            {
                next[key] = next[key].Clone();
            }

            return next[key];
        }

        switch (command)
        {
            case IpvsCommand.AddService add:
                next[add.Service.Key] = new NftablesService(add.Service);
                touched.Add(add.Service.Key);
                break;
            case IpvsCommand.EditService edit:
                Own(edit.Service.Key).Service = edit.Service;
                break;
            case IpvsCommand.RemoveService remove:
                next.Remove(remove.Service);
                touched.Add(remove.Service);
                break;
            case IpvsCommand.AddDestination add:
                Own(add.Service).Put(add.Destination);
                break;
            case IpvsCommand.EditDestination edit:
                Own(edit.Service).Put(edit.Destination);
                break;
            case IpvsCommand.RemoveDestination remove when next.ContainsKey(remove.Service):
                Own(remove.Service).Remove(remove.Destination);
                break;
        }
    }

    private static IpvsFailure? Refusal(Dictionary<IpvsServiceKey, NftablesService> services, IpvsCommand command)
    {
        string? text = command switch
        {
            IpvsCommand.AddService add => NftablesLimits.Refusal(add.Service),
            IpvsCommand.EditService edit => NftablesLimits.Refusal(edit.Service),
            IpvsCommand.AddDestination add => Refusal(services, add.Service, add.Destination),
            IpvsCommand.EditDestination edit => Refusal(services, edit.Service, edit.Destination),
            IpvsCommand.StartSyncDaemon => "lvs_sync_daemon: nftables has none (conntrackd keeps connections in step)",
            IpvsCommand.SetTimeouts => "lvs_timeouts: nftables uses those of conntrack (net.netfilter.nf_conntrack_*)",
            _ => null,
        };
        bool lacksService = command switch
        {
            IpvsCommand.EditService edit => !services.ContainsKey(edit.Service.Key),
            IpvsCommand.AddDestination add => !services.ContainsKey(add.Service),
            IpvsCommand.EditDestination edit => !services.ContainsKey(edit.Service),
            _ => false,
        };
        return text is not null ? new IpvsFailure(command, NotSupported, text)
            : lacksService ? new IpvsFailure(command, NoEntry, "its virtual server is not in the table")
            : null;
    }

    private static string? Refusal(
        Dictionary<IpvsServiceKey, NftablesService> services, IpvsServiceKey key, IpvsDestination destination) =>
        NftablesLimits.Refusal(key, destination)
        ?? (services.GetValueOrDefault(key)?.MixesPorts(destination.Key) == true
            ? "nftables cannot mix real servers with and without a port"
            : null);

    private string? RewriteRules()
    {
        NftablesScript script = new();
        script.WriteHooks();
        foreach (NftablesService service in _services.Values)
        {
            script.WriteRules(service);
        }

        return Write(script.ToString());
    }

    /// <summary>Null, or the reason. The generation is trusted only if nobody else wrote at the same time.</summary>
    private string? Write(string script)
    {
        NftablesResult result = nft.Run(script);
        if (result.Succeeded)
        {
            _generation = nft.ReadGeneration() is { } now && now == _generation + 1 ? now : null;
            nft.ForgetChanges();
        }

        return result.Succeeded ? null : result.Summary;
    }

    /// <summary>Finds out whether the table still is what we made of it; null, or why it cannot be read.</summary>
    private string? Verify()
    {
        uint? before = nft.ReadGeneration();
        if (before is null)
        {
            return nft.TryOpen() ?? "nf_tables does not answer";
        }

        bool isUntouched = before == _generation;
        if (!_isWhole || (isUntouched && _structure is not null))
        {
            return null;
        }

        if (!isUntouched && _structure is not null && _generation is not null
            && nft.HasChanged(NftablesNames.TableName, before.Value) is not true and var known)
        {
            // Others changed what is theirs; if the kernel has not told all of it yet, the next look will show.
            _generation = known is false ? before : _generation;
            return null;
        }

        nft.ForgetChanges();
        string structure = nft.ListStructure(NftablesNames.Table);
        if (!isUntouched && !IsAsWritten(structure))
        {
            Repairs++;
            _isWhole = false;
            _services = [];
            _structure = null;
            return null;
        }

        // Only what was listed between two equal numbers is known to belong to that number.
        _generation = nft.ReadGeneration() == before ? before : null;
        _structure = _generation is null ? null : structure;
        return null;
    }

    private bool IsAsWritten(string structure)
    {
        if (_structure is not null && structure != _structure)
        {
            return false;
        }

        NftablesResult listed = nft.RunForJson("list maps inet");
        return listed.Succeeded
            && NftablesListing.TryRead(listed.Output, out bool isAbsent) is { } found
            && !isAbsent
            && HasAllElements(found)
            && found.Count == _services.Count
            && found.Values.All(IsKnown)
            && (_structure is not null || RewriteRules() is null);
    }

    private bool IsKnown(NftablesService found) =>
        _services.TryGetValue(found.Service.Key, out NftablesService? known)
        && found.Service == known.Service
        && found.Slots.SequenceEqual(known.Slots)
        && found.Servers.Count == known.Servers.Count
        && found.Servers.All(server => known.Servers.GetValueOrDefault(server.Key) == server.Value);
}
