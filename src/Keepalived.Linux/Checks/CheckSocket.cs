using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary>Sockets of checkers: own address, port, interface and mark, and the connect within its time.</summary>
internal static class CheckSocket
{
    // asm-generic/socket.h
    private const int LevelSocket = 1;
    private const int BindToDevice = 25;
    private const int Mark = 36;

    /// <summary>A socket ready to connect, or null and why.</summary>
    public static Socket? Open(CheckTarget target, SocketType type, out CheckResult failure) =>
        Open(target, type, ProtocolType.Unspecified, out failure);

    /// <inheritdoc cref="Open(CheckTarget, SocketType, out CheckResult)"/>
    public static Socket? Open(CheckTarget target, SocketType type, ProtocolType protocol, out CheckResult failure)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(target.Address.AddressFamily, type, protocol);
            Configure(socket, target);
            failure = default;
            return socket;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket?.Dispose();
            int errno = e is SocketException refused ? refused.NativeErrorCode : 0;
            failure = CheckResult.Fail(CheckReason.BindFailed, errno, e.Message);
            return null;
        }
    }

    /// <summary>
    /// Null when connected. The source's own token tells whether time ran out or the check was given up.
    /// </summary>
    public static async Task<CheckResult?> ConnectAsync(
        Socket socket, CheckTarget target, CancellationToken cancellation)
    {
        try
        {
            await socket.ConnectAsync(new IPEndPoint(target.Address, target.Port), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.ConnectTimedOut);
        }
        catch (SocketException e)
        {
            // ETIMEDOUT of the kernel comes only with very long limits of our own.
            return e.SocketErrorCode == SocketError.TimedOut
                ? CheckResult.Fail(CheckReason.ConnectTimedOut)
                : CheckResult.Fail(CheckReason.ConnectFailed, e.NativeErrorCode, e.Message);
        }
        catch (ObjectDisposedException)
        {
            return CheckResult.Fail(CheckReason.ConnectFailed);
        }
    }

    private static void Configure(Socket socket, CheckTarget target)
    {
        if (target.Fwmark != 0)
        {
            socket.SetRawSocketOption(LevelSocket, Mark, BitConverter.GetBytes(target.Fwmark));
        }

        if (target.BindInterface.Length > 0)
        {
            socket.SetRawSocketOption(LevelSocket, BindToDevice, Encoding.UTF8.GetBytes(target.BindInterface + '\0'));
        }

        if (target.BindAddress is null && target.BindPort == 0)
        {
            return;
        }

        if (target.BindPort != 0)
        {
            // The port of the last check may still be in TIME_WAIT.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        IPAddress any = target.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? IPAddress.IPv6Any : IPAddress.Any;
        socket.Bind(new IPEndPoint(target.BindAddress ?? any, target.BindPort));
    }
}
