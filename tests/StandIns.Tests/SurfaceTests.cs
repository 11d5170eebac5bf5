using System.Reflection;
using System.Runtime.CompilerServices;

namespace StandIns.Tests;

/// <summary>
/// What each stand-in shows is an approved file, src/StandIns/PACKAGE/PublicApi.txt. Where a stand-in is in use it must
/// show just that; where the package itself is, all of that must be in the package. APPROVE_SURFACE=1 writes the files.
/// </summary>
public sealed class SurfaceTests
{
    [Theory]
    [InlineData("Akka", "Akka")]
    [InlineData("Akka.Hosting", "Akka.Hosting", "Akka.DependencyInjection")]
    [InlineData("Akka.Logger.Serilog", "Akka.Logger.Serilog")]
    [InlineData("Akka.TestKit.Xunit2", "Akka.TestKit.Xunit2", "Akka.TestKit")]
    [InlineData("MailKit", "MailKit", "MimeKit")]
    [InlineData("Tmds.LibC", "Tmds.LibC")]
    public void Approved_surface_is_what_the_stand_in_shows_and_the_package_has(
        string package, params string[] assemblies)
    {
        string file = Path.Combine(Root(), "src", "StandIns", package, "PublicApi.txt");
        Assembly first = Assembly.Load(assemblies[0]);
        bool isStandIn = first.GetCustomAttributes<AssemblyMetadataAttribute>().Any(a => a.Key == "StandIn");
        if (isStandIn)
        {
            string[] shown = [.. Surface.Declared(first).Order(StringComparer.Ordinal)];
            if (Environment.GetEnvironmentVariable("APPROVE_SURFACE") == "1")
            {
                File.WriteAllLines(file, shown);
            }
            Assert.Equal(File.ReadAllLines(file), shown);
            return;
        }
        var real = new HashSet<string>(assemblies.Select(Assembly.Load).SelectMany(Surface.Usable));
        string[] missing = [.. File.ReadAllLines(file).Where(line => !real.Contains(line))];
        Assert.True(missing.Length == 0, $"the package {package} lacks:\n{string.Join('\n', missing)}");
    }

    /// <summary>Small enough to be read at one sitting: the bound of the design, in lines that are code.</summary>
    [Fact]
    public void All_stand_ins_together_stay_under_4000_lines_of_code()
    {
        int lines = Directory.EnumerateFiles(
            Path.Combine(Root(), "src", "StandIns"), "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(line => line.AsSpan().Trim() is { Length: > 0 } text && !text.StartsWith("//"));
        Assert.InRange(lines, 1, 3999);
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
