namespace Keepalived.Linux.Checks;

/// <summary>One checker's view of a tracked file.</summary>
internal sealed class TrackedFileFollower(TrackedFiles files, TrackedFile file) : IDisposable
{
    private long _seen = -1;
    private int _isReleased;

    /// <summary>The number at once the first time, then when it has become another; 0 without a file.</summary>
    public async Task<int> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            (long version, int value, Task changed) = file.Look();
            if (version != _seen)
            {
                _seen = version;
                return value;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            files.Release(file);
        }
    }
}
