using Keepalived.Linux.Host;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Tests.Host;

public sealed class TrackedNumberFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ka-test-").FullName;
    private readonly TrackedNumberFiles _files = new();

    private string Path => System.IO.Path.Combine(_folder, "number");

    [Theory]
    [InlineData("-7\n", -7, "")]
    [InlineData(" 12 and more", 12, "")]
    [InlineData("", 0, "there is no number in it")]
    public void A_regular_file_is_read_by_its_first_number(string text, int value, string complaint)
    {
        File.WriteAllText(Path, text);
        Assert.Equal((value, complaint), (_files.Read(Path, out string said), said));
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_fifo_count_0_and_nobody_waits()
    {
        Assert.Equal((0, "No such file or directory"), (_files.Read(Path, out string missing), missing));
        Assert.Equal((0, "it is not a regular file"), (_files.Read(_folder, out string folder), folder));
        Assert.Equal(0, Libc.MakeFifo(Path, 0x180));
        Assert.Equal((0, "it is not a regular file"), (_files.Read(Path, out string fifo), fifo));

        // A FIFO without a reader cannot be opened for writing, and does not make anybody wait for one.
        Assert.NotEqual("", _files.Create(Path, 3, overwrite: true));
    }

    [Fact]
    public void A_new_file_is_made_and_an_old_one_is_kept_or_written_over_in_place()
    {
        Assert.Equal("", _files.Create(Path, 5, overwrite: false));
        Assert.Equal("5\n", File.ReadAllText(Path));
        using FileStream same = File.Open(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        Assert.Equal("", _files.Create(Path, 6, overwrite: false));
        Assert.Equal("5\n", File.ReadAllText(Path));
        Assert.Equal("", _files.Create(Path, -16, overwrite: true));
        Assert.Equal("-16\n", File.ReadAllText(Path));
        Assert.Equal(4, same.Length);
    }

    [Fact]
    public void A_link_is_read_through_but_never_written_through()
    {
        string target = System.IO.Path.Combine(_folder, "target");
        File.CreateSymbolicLink(Path, target);
        Assert.Equal("", _files.Create(Path, 1, overwrite: false));
        Assert.False(File.Exists(target));
        File.WriteAllText(target, "9\n");

        Assert.Equal("it is a link, which is not followed", _files.Create(Path, 1, overwrite: true));

        Assert.Equal("9\n", File.ReadAllText(target));
        Assert.Equal(9, _files.Read(Path, out _));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
