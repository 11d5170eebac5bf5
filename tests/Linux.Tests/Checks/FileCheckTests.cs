using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

public sealed class FileCheckTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly TrackedFiles _files = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task First_attempt_ends_at_once_and_the_next_with_the_file()
    {
        string path = Path.Combine(_directory.Path, "number");
        using FileCheckTransport transport = new(Checker(path), _files);
        Assert.Equal(CheckResult.Pass(CheckReason.FileValue), await transport.CheckAsync(0, default));

        Task<CheckResult> next = transport.CheckAsync(0, default);
        Assert.False(next.IsCompleted);
        await File.WriteAllTextAsync(path, "7\n");

        Assert.Equal(CheckResult.Pass(CheckReason.FileValue, 14), await next.WaitAsync(s_limit));
        next = transport.CheckAsync(0, default);
        File.Delete(path);
        Assert.Equal(CheckResult.Pass(CheckReason.FileValue), await next.WaitAsync(s_limit));
    }

    [Fact]
    public async Task Directory_that_comes_later_is_found()
    {
        string path = Path.Combine(_directory.Path, "later", "number");
        using FileCheckTransport transport = new(Checker(path) with { Weight = 0 }, _files);
        Assert.True((await transport.CheckAsync(0, default)).Passed);

        Task<CheckResult> next = transport.CheckAsync(0, default);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "1");

        Assert.False((await next.WaitAsync(s_limit)).Passed);
    }

    [Fact]
    public async Task Cancelled_attempt_ends_at_once()
    {
        using FileCheckTransport transport = new(Checker(Path.Combine(_directory.Path, "none")), _files);
        await transport.CheckAsync(0, default);
        using CancellationTokenSource cancel = new();

        Task<CheckResult> next = transport.CheckAsync(0, cancel.Token);
        cancel.Cancel();

        await next.WaitAsync(s_limit);
    }

    [Fact]
    public async Task File_is_made_where_init_file_asks_for_it()
    {
        string path = Path.Combine(_directory.Path, "made");
        using FileCheckTransport transport = new(Checker(path) with { InitialValue = 5 }, _files);

        Assert.Equal(10, (await transport.CheckAsync(0, default)).Value);
        Assert.Equal("5\n", await File.ReadAllTextAsync(path));
    }

    private static CheckerConfig.File Checker(string path) => new("numbers") { Path = path, Weight = 2 };
}
