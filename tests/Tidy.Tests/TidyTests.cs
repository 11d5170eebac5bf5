using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>The rules of the house that a compiler does not enforce.</summary>
public sealed partial class TidyTests
{
    private const int MaximumColumns = 120;
    private const int MaximumFileLines = 400;
    private const int MaximumMethodLines = 50;

    // Where waiting for the real world is the point; everything else is driven by a clock of its own.
    private static readonly string[] _mayWait = ["tests/Interop.Tests", "tests/Benchmarks", "tests/Ipvs.Tests"];

    // A server that drips has to wait between its drops.
    private const string DrippingServer = "tests/Linux.Tests/Checks/HostileServerTests.cs";

    private static readonly string[] _leftByTools =
        ["bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    [Fact]
    public void No_line_is_longer_than_120_columns() =>
        Nothing(
            from file in SourceTree.Texts
            where Path.GetExtension(file.Path) is ".cs" or ".sh" or ".py"
            from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > MaximumColumns
            select $"{file.Path}:{line.Number}: {line.Text.Length} columns");

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Nothing(
            from file in SourceTree.CSharp
            where file.Lines.Length > MaximumFileLines
            select $"{file.Path}: {file.Lines.Length} lines");

    [Fact]
    public void No_method_is_longer_than_50_lines() =>
        Nothing(
            from file in SourceTree.CSharp
            from member in MemberLengths.Of(file.Text)
            where member.Length > MaximumMethodLines
            select $"{file.Path}:{member.Line}: {member.Length} lines: {member.Header}");

    [Fact]
    public void Time_and_chance_come_from_outside_except_in_the_daemon() =>
        Nothing(SourceTree.LinesThatMatch(
            SourceTree.Product.Concat(SourceTree.CSharp.Where(file => file.IsUnder("tests/Simulation")))
                .Where(file => !file.IsUnder("src/Keepalived.Daemon")),
            AmbientTime()));

    [Fact]
    public void No_test_sleeps() =>
        Nothing(SourceTree.LinesThatMatch(
            SourceTree.CSharp.Where(file => file.IsUnder("tests"))
                .Where(file => !file.IsUnder(_mayWait) && file.Path != DrippingServer),
            Sleep()));

    [Fact]
    public void Native_calls_are_made_in_the_Linux_project_only() =>
        Nothing(SourceTree.LinesThatMatch(
            SourceTree.Product.Where(file => !file.IsUnder("src/Keepalived.Linux")),
            NativeCall()));

    [Fact]
    public void Sockets_are_opened_in_the_Linux_project_and_for_mail_in_the_daemon_only() =>
        Nothing(SourceTree.LinesThatMatch(
            SourceTree.Product.Where(file => !file.IsUnder("src/Keepalived.Linux", "src/Keepalived.Daemon")),
            SocketUse()));

    [Fact]
    public void Akka_is_named_in_the_Actors_and_Daemon_projects_only() =>
        Nothing(SourceTree.LinesThatMatch(
            SourceTree.Texts.Where(file => file.IsUnder("src") && Path.GetExtension(file.Path) is ".cs" or ".csproj")
                .Where(file => !file.IsUnder("src/Keepalived.Actors", "src/Keepalived.Daemon", "src/StandIns")),
            AkkaUse()));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Nothing(
            from file in SourceTree.Texts
            where Path.GetExtension(file.Path) is ".cs" or ".sh" or ".py" && !file.IsUnder("tests/Tidy.Tests")
            from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
            where Leftover().IsMatch(line.Text)
            select $"{file.Path}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void No_region_and_no_conditional_compilation() =>
        Nothing(SourceTree.LinesThatMatch(SourceTree.CSharp, Directive()));

    [Fact]
    public void Namespaces_follow_folders() =>
        Nothing(
            from file in SourceTree.Product
            let folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
            from line in file.Lines
            where line.StartsWith("namespace ", StringComparison.Ordinal)
            let name = line["namespace ".Length..].TrimEnd(';', ' ', '{')
            where name != folder
            select $"{file.Path}: {name}, not {folder}");

    [Fact]
    public void Every_type_that_the_map_of_src_names_exists()
    {
        SourceFile? map = SourceTree.Texts.FirstOrDefault(file => file.Path == "src/README.md");
        // Besides types the map names folders, and the concerns that partial files are named by.
        HashSet<string> declared =
        [
            .. SourceTree.CSharp.SelectMany(file => TypeDeclaration().Matches(file.Text))
                .Select(match => match.Groups["name"].Value),
            .. SourceTree.CSharp.SelectMany(file => file.Path.Split('/', '.')),
        ];
        Nothing(
            from Match match in QuotedType().Matches(map?.Text ?? "")
            let name = match.Groups["name"].Value
            where !declared.Contains(name)
            select $"src/README.md names {name}, which no file declares");
    }

    [Fact]
    public void Nothing_mentions_a_path_of_the_machine_it_was_written_on() =>
        Nothing(
            from file in SourceTree.Texts
            where !file.IsUnder("tests/Tidy.Tests")
            from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
            where MachinePath().IsMatch(line.Text)
            select $"{file.Path}:{line.Number}: {line.Text.Trim()}");

    [Theory]
    [InlineData("", ".ci .editorconfig .git .gitattributes .gitignore Directory.Build.props Directory.Build.targets "
        + "Directory.Packages.props Directory.Solution.targets Keepalived.Actors.sln LICENSE NOTICE README.md "
        + "artifacts global.json hocon samples src tests nuget.config .github docs")]
    [InlineData("src", "Directory.Build.props README.md Keepalived.Wire Keepalived.Config Keepalived.Core "
        + "Keepalived.Linux Keepalived.Actors Keepalived.Daemon StandIns")]
    [InlineData("tests", "Directory.Build.props run.sh lib Wire.Tests Config.Tests Core.Tests Simulation "
        + "Simulation.Tests Actors.Tests Linux.Tests Daemon.Tests StandIns.Tests Interop.Tests Tidy.Tests Benchmarks "
        + "README.md fresh-clone.sh Ipvs.Tests KeywordBreaker break-keywords.py")]
    public void Folders_hold_what_the_map_shows(string folder, string allowed) =>
        Nothing(
            from path in Directory.EnumerateFileSystemEntries(Path.Combine(SourceTree.Root, folder))
            let name = Path.GetFileName(path)
            where !allowed.Split(' ').Contains(name) && !_leftByTools.Contains(name)
            select $"{folder}/{name} is not on the map");

    private static void Nothing(IEnumerable<string> findings)
    {
        string[] found = [.. findings];
        Assert.True(found.Length == 0, $"{found.Length} findings:\n{string.Join('\n', found.Take(60))}");
    }

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Utc)?Now|Stopwatch|Task\.Delay|Thread\.Sleep|Random\.Shared)\b")]
    private static partial Regex AmbientTime();

    [GeneratedRegex(@"\bTask\.Delay\((?!Timeout\.Infinite)|\bThread\.Sleep\b|\bSpinWait\b")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\b(DllImport|LibraryImport|Tmds)\b")]
    private static partial Regex NativeCall();

    // The enumerations of System.Net.Sockets are plain data; these are the types that reach the network.
    [GeneratedRegex(@"\bnew Socket\(|\b(SafeSocketHandle|NetworkStream|TcpClient|TcpListener|UdpClient)\b")]
    private static partial Regex SocketUse();

    [GeneratedRegex(@"\busing Akka\b|\bAkka\.|""Akka")]
    private static partial Regex AkkaUse();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b|NotImplementedException")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"^\s*#(region|if|endregion|else|elif)\b")]
    private static partial Regex Directive();

    [GeneratedRegex(@"\b(class|struct|interface|enum|record|delegate [\w<>\[\]?]+)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"`(?<name>[A-Z][a-z]\w*[a-z]\w*)(<\w+>)?`")]
    private static partial Regex QuotedType();

    [GeneratedRegex(@"(^|[\s""'=(:`])/(work|home/\w|Users|root/\w)(/|\b)")]
    private static partial Regex MachinePath();
}
