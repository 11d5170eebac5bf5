using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>
/// FILE_CHECK: an attempt ends when the number in the file has become another, so that the verdict follows the file
/// and not an interval.
/// </summary>
internal sealed class FileCheckTransport(CheckerConfig.File checker, TrackedFiles files) : ICheckTransport
{
    private readonly TrackedFileFollower _follower = files.Follow(checker);

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        try
        {
            return FileVerdict.Of(checker, await _follower.NextAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.FileValue);
        }
    }

    public void Dispose() => _follower.Dispose();
}
