using Keepalived.Config.Host;

namespace Keepalived.Config.Tests.Host;

/// <summary>A test of a file and the daemon read the same name tables in the same way.</summary>
public sealed class NameTableTests : IDisposable
{
    private readonly DirectoryInfo _local = Directory.CreateTempSubdirectory();
    private readonly DirectoryInfo _packaged = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("own", 100u)]
    [InlineData("hex", 0x1fu)]
    [InlineData("dropped", 102u)]
    [InlineData("both", 103u)]
    [InlineData("packaged", 201u)]
    [InlineData("wrong", null)]
    [InlineData("absent", null)]
    public void A_name_is_looked_for_here_first_then_in_what_was_dropped_in_then_in_the_packages(
        string name, uint? number)
    {
        File.WriteAllText(
            Path.Join(_local.FullName, "rt_tables"), "# 99 own\n100\town # mine\n0x1f hex\n0xzz wrong\n103 both\n");
        Directory.CreateDirectory(Path.Join(_local.FullName, "rt_tables.d"));
        File.WriteAllText(Path.Join(_local.FullName, "rt_tables.d", "a.conf"), "102 dropped\n");
        File.WriteAllText(Path.Join(_packaged.FullName, "rt_tables"), "201 packaged\n203 both\n");
        RouteNameFolders folders = new() { Local = _local.FullName, Packaged = _packaged.FullName };

        Assert.Equal(number, SystemConfigEnvironment.Instance.LookupRouteName(RouteNameTable.Table, name, folders));
    }

    public void Dispose()
    {
        _local.Delete(recursive: true);
        _packaged.Delete(recursive: true);
    }
}
