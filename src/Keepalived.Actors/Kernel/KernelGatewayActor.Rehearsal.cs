using System.Collections.Immutable;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Kernel;

/// <content>The first address of a take-over must not wait for code to be loaded and compiled.</content>
public sealed partial class KernelGatewayActor
{
    private const string RehearsalOwner = "rehearsal";

    private bool _isRehearsing;
    private bool _hasRehearsed;

    /// <summary>
    /// Takes the whole way of a batch once, record and netlink included, to no effect: the kernel gets requests that
    /// ask for nothing. A kill meanwhile leaves a record too many, which does no harm.
    /// </summary>
    private void Rehearse(RehearseBatch rehearsal)
    {
        ImmutableArray<KernelCommand> commands = [.. rehearsal.Commands.Where(c => c is AddAddress)];
        if (_hasRehearsed || commands.IsEmpty)
        {
            return;
        }

        (long batches, long applied, long refused) = (_batches, _applied, _refused);
        _isRehearsing = true;
        Remember(_desired.Items);
        Apply(new ApplyBatch(RehearsalOwner, RehearseBatch.Id, commands));
        _desired.Release(RehearsalOwner);
        _owners.Remove(RehearsalOwner);
        Remember([]);
        _isRehearsing = false;
        _hasRehearsed = true;
        (_batches, _applied, _refused) = (batches, applied, refused);
    }

    private void WriteToKernel()
    {
        if (_isRehearsing)
        {
            _kernel.Rehearse(_commands, _failures);
        }
        else
        {
            _kernel.Apply(_commands, _failures);
        }
    }
}
