using System.Runtime.InteropServices;
using System.Text;
using Keepalived.Linux.Host;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed partial class SafeFileTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("secret");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_symbolic_link_is_replaced_and_its_target_stays_as_it_was()
    {
        File.WriteAllText(_directory["victim"], "precious");
        File.CreateSymbolicLink(_directory["dump"], _directory["victim"]);
        Assert.True(SafeFile.TryWrite(_directory["dump"], Secret, out _));
        Assert.Equal("precious", File.ReadAllText(_directory["victim"]));
        Assert.Equal("secret", File.ReadAllText(_directory["dump"]));
        Assert.Null(new FileInfo(_directory["dump"]).LinkTarget);
    }

    /// <summary>Its pieces end anywhere, within a character as well.</summary>
    [Fact]
    public void A_long_text_is_written_piece_by_piece_as_it_is()
    {
        StringBuilder text = new(16);
        for (int i = 0; i < 20_000; i++)
        {
            text.Append(i % 3 == 0 ? "a" : "").Append("ä\U0001F511€");
        }

        Assert.True(SafeFile.TryWrite(_directory["dump"], text, out _));
        Assert.Equal(text.ToString(), File.ReadAllText(_directory["dump"]));
        Assert.True(SafeFile.TryWrite(_directory["dump"], new StringBuilder("\ud83d"), out _));
        Assert.Equal("\ufffd", File.ReadAllText(_directory["dump"]));
    }

    [Fact]
    public void A_fifo_that_waits_at_the_name_neither_blocks_nor_reads_along()
    {
        Command.Run("/usr/bin/mkfifo", _directory["dump"]);
        Assert.True(SafeFile.TryWrite(_directory["dump"], Secret, out _));
        Assert.Equal("secret", File.ReadAllText(_directory["dump"]));
    }

    [Fact]
    public void A_hard_link_laid_by_somebody_else_does_not_receive_the_content()
    {
        File.WriteAllText(_directory["foreign"], "theirs");
        Command.Run("/bin/ln", _directory["foreign"], _directory["dump"]);
        Assert.True(SafeFile.TryWrite(_directory["dump"], Secret, out _));
        Assert.Equal("theirs", File.ReadAllText(_directory["foreign"]));
    }

    [Fact]
    public void The_mode_is_private_whatever_the_umask_and_the_old_file()
    {
        File.WriteAllText(_directory["dump"], "old");
        File.SetUnixFileMode(_directory["dump"], (UnixFileMode)0x1FF);
        WithMask(0, () => Assert.True(SafeFile.TryWrite(_directory["dump"], Secret, out _)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory["dump"]));
        WithMask(0x1FF, () => Assert.True(SafeFile.TryWrite(_directory["other"], Secret, out _, 0x1A4)));
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(_directory["other"]));
    }

    [Fact]
    public void A_failure_names_the_file_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_directory["dump"]);
        Assert.False(SafeFile.TryWrite(_directory["dump"], Secret, out string failure));
        Assert.StartsWith(_directory["dump"], failure, StringComparison.Ordinal);
        Assert.Equal([_directory["dump"]], Directory.EnumerateFileSystemEntries(_directory.Path));
        Assert.False(SafeFile.TryWrite(_directory["missing/dump"], Secret, out failure));
        Assert.Contains("No such file", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_file_that_nobody_else_can_write_is_read_back()
    {
        Assert.True(SafeFile.TryWrite(_directory["record"], Secret, out _));
        Assert.Equal(Secret, SafeFile.TryReadOwn(_directory["record"], 100));
        Assert.Null(SafeFile.TryReadOwn(_directory["record"], 3));
        File.CreateSymbolicLink(_directory["link"], _directory["record"]);
        Assert.Null(SafeFile.TryReadOwn(_directory["link"], 100));
        File.SetUnixFileMode(_directory["record"], (UnixFileMode)0x1B6);
        Assert.Null(SafeFile.TryReadOwn(_directory["record"], 100));
    }

    /// <summary>On a thread with a mask of its own: that of the process is also other tests'.</summary>
    private static void WithMask(uint mask, Action action)
    {
        const int fileSystemAttributes = 0x200;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Assert.Equal(0, unshare(fileSystemAttributes));
                umask(mask);
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);

    [LibraryImport("libc")]
    private static partial int unshare(int flags);
}
