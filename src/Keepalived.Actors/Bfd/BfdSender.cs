using Keepalived.Core.Ports;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// Sends a session's packets. The socket is opened when it is needed: the own address may come later, or go and come
/// back. Used under the session's gate.
/// </summary>
internal sealed class BfdSender(BfdServices services, DatagramPathOptions options) : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private IDatagramPath? _path;
    private TimeSpan _retryAt;
    private int _errno;

    public long Errors { get; private set; }

    /// <summary>Why the last packet was not sent; empty when it was.</summary>
    public string Failure { get; private set; } = "";

    public bool Send(ReadOnlySpan<byte> payload)
    {
        if (!IsOpen())
        {
            Errors++;
            return false;
        }

        int errno = _path!.Send(payload);
        if (errno != 0)
        {
            Errors++;
            // An address that has gone may come back as another socket's only.
            Close();
        }

        if (errno != _errno || Failure.Length > 0)
        {
            _errno = errno;
            Failure = errno == 0 ? "" : ErrnoText.Of(errno);
        }

        return errno == 0;
    }

    public void Dispose() => Close();

    private bool IsOpen()
    {
        TimeSpan now = services.Clock.Now;
        if (_path is not null || now < _retryAt)
        {
            return _path is not null;
        }

        _path = services.Paths.TryOpen(options, out _, out string failure);
        if (_path is null)
        {
            _retryAt = now + s_retry;
            Failure = failure;
        }

        return _path is not null;
    }

    private void Close()
    {
        _path?.Dispose();
        _path = null;
    }
}
