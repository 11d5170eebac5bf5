using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>A text file of the repository: its path from the root, with forward slashes, and its lines.</summary>
internal sealed record SourceFile(string Path, string[] Lines)
{
    public string Text => string.Join('\n', Lines);

    public bool IsUnder(params string[] folders) =>
        folders.Any(folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public override string ToString() => Path;
}

/// <summary>The files that people wrote: everything but build results, hidden folders and test logs.</summary>
internal static class SourceTree
{
    private static readonly string[] _generated = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".idea"];
    private static readonly string[] _texts =
        [".cs", ".csproj", ".props", ".targets", ".sh", ".py", ".md", ".conf", ".hocon", ".json", ".service", ".sln"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Texts { get; } = [.. Walk(Root)
        .Where(path => _texts.Contains(Path.GetExtension(path)))
        .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllLines(path)))
        .OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> CSharp =>
        Texts.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Our own product code: everything in src but the substitutes for packages.</summary>
    public static IEnumerable<SourceFile> Product =>
        CSharp.Where(file => file.IsUnder("src") && !file.IsUnder("src/StandIns"));

    /// <summary>"path:line: text" for each line in which the pattern occurs outside of comments.</summary>
    public static IEnumerable<string> LinesThatMatch(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(WithoutComment(line.Text))
        select $"{file.Path}:{line.Number}: {line.Text.Trim()}";

    private static string WithoutComment(string line)
    {
        string trimmed = line.TrimStart();
        if (trimmed.StartsWith("//", StringComparison.Ordinal) || trimmed.StartsWith('*'))
        {
            return "";
        }
        int comment = line.IndexOf(" // ", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            yield return path;
        }
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            if (!_generated.Contains(Path.GetFileName(child)))
            {
                foreach (string path in Walk(child))
                {
                    yield return path;
                }
            }
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Keepalived.Actors.sln")))
            {
                return at.FullName;
            }
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
