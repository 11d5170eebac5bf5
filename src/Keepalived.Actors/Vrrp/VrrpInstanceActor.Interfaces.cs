using System.Collections.Immutable;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Netlink;

namespace Keepalived.Actors.Vrrp;

/// <content>The virtual interfaces (macvlan, ipvlan) that the instance runs on.</content>
public sealed partial class VrrpInstanceActor
{
    // linux/errno-base.h.
    private const int AlreadyExists = 17;

    private VirtualInterfaceKeeper _interfaces = new([]);
    private string _creating = "";
    private long _interfaceBatch;
    private int _promoting;
    private long _awaited;

    /// <summary>They stay when the instance leaves Master: another owner than that of the addresses.</summary>
    private string InterfaceOwner => $"interfaces of {Owner}";

    private void PlanInterfaces()
    {
        ImmutableArray<VirtualInterface> wanted = VirtualInterface.Of(_slot.Config);
        if (!wanted.SequenceEqual(_interfaces.Wanted))
        {
            List<KernelCommand> changes = [];
            _interfaces = _interfaces.Follow(wanted, _links ?? LinkTable.Empty, changes);
            if (changes.Count > 0)
            {
                _neighbours.Kernel.Tell(new ApplyBatch(InterfaceOwner, ++_interfaceBatch, [.. changes]), Self);
            }

            _creating = "";
            _awaited = 0;
        }
    }

    /// <summary>The gateway forgot them, or somebody took an address of theirs: say everything again.</summary>
    private void PlanInterfacesAgain()
    {
        _interfaces = new VirtualInterfaceKeeper(_interfaces.Wanted);
        _promoting = 0;
        _creating = "";
        _awaited = 0;
        KeepInterfaces();
    }

    /// <summary>On a virtual interface it is set anyway.</summary>
    private void PromoteSecondaries()
    {
        NetworkLink? link = _slot.Config.PromoteSecondaries ? _links?.Find(_slot.Config.Interface) : null;
        if (link is not null && link.Index != _promoting)
        {
            // The switches of an interface go with it: a new one of the same name begins with the defaults.
            SysctlItem item = new($"net/ipv4/conf/{link.Name}/promote_secondaries", "1");
            _neighbours.Kernel.Tell(
                new ApplyBatch(InterfaceOwner, ++_interfaceBatch, [item.ToRemoval(), item.ToAddition()]), Self);
            _promoting = link.Index;
        }
    }

    private void KeepInterfaces()
    {
        if (_stopping is null)
        {
            PromoteSecondaries();
        }

        if (_interfaces.Wanted.IsEmpty || AwaitsInterfaces || _links is null || _stopping is not null)
        {
            return;
        }

        ImmutableArray<KernelCommand> commands = _interfaces.Next(_links, out _creating);
        if (!commands.IsEmpty)
        {
            _neighbours.Kernel.Tell(new ApplyBatch(InterfaceOwner, ++_interfaceBatch, commands), Self);
            _awaited = _interfaceBatch;
        }
    }

    /// <summary>
    /// Nothing is sent and no group is joined on an interface before the firewall knows it: a report under its MAC
    /// address would lead the switches astray.
    /// </summary>
    private bool AwaitsInterfaces => _awaited > 0;

    private void InterfacesAnswered(IKernelMessage answer)
    {
        long batch = answer switch
        {
            BatchApplied applied => applied.BatchId,
            BatchRefused refused => refused.BatchId,
            _ => 0,
        };
        if (batch != _awaited || _links is null)
        {
            return;
        }

        _awaited = 0;
        if (_creating.Length > 0)
        {
            InterfaceCreated(answer, _links);
        }

        if (!AwaitsInterfaces)
        {
            UpdateLinks(new LinksSynchronized(_links));
        }
    }

    private void InterfaceCreated(IKernelMessage answer, LinkTable links)
    {
        KernelFailure? failure = (answer as BatchRefused)?.Failures.FirstOrDefault(f => f.Command is CreateLink);
        bool exists = failure?.Errno == AlreadyExists;
        string name = _creating;
        _creating = "";
        ImmutableArray<KernelCommand> next = _interfaces.Answer(
            name, links, exists, failure is not null && !exists, out string trouble);
        if (trouble.Length > 0)
        {
            _slot.LastError = trouble;
            _log.Error("({0}): {1}", Name, trouble);
        }
        else if (!next.IsEmpty)
        {
            VrrpLog.InterfaceMade(_log, Name, _interfaces.KindOf(name), name, exists);
            _neighbours.Kernel.Tell(new ApplyBatch(InterfaceOwner, ++_interfaceBatch, next), Self);
            _awaited = _interfaceBatch;
        }
    }

    private void DropInterfaces()
    {
        if (_interfaceBatch > 0)
        {
            _neighbours.Kernel.Tell(new ReleaseOwner(InterfaceOwner), Self);
        }
    }
}
