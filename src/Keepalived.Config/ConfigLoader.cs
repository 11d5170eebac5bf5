using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;
using Keepalived.Config.Resolution;
using Keepalived.Config.Text;
using Keepalived.Config.Validation;
using Keepalived.Config.Validation.Advice;

namespace Keepalived.Config;

/// <summary>
/// Reads configurations: text to lines, lines to drafts, rules over the drafts, drafts to the model. All problems are
/// collected; none throws.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Reads a file, or every file that a pattern matches (in sorted order).</summary>
    public static ConfigResult Load(string pathOrPattern, ConfigLoaderOptions? options = null)
    {
        options ??= new ConfigLoaderOptions();
        IConfigSource source = options.EffectiveSource;
        DiagnosticBag diagnostics = new();
        IncludeResolver resolver = new(source, diagnostics, SourceSpan.None, IncludeChecks.None);
        List<(string Path, string Content)> files = resolver.Resolve(pathOrPattern, CurrentDirectory(source), 0);
        return files.Count == 0 ? Missing(diagnostics) : Read(files, diagnostics, options);
    }

    /// <summary>Reads text; includes are relative to <paramref name="fileName"/>, which need not exist.</summary>
    public static ConfigResult Parse(
        string text, string fileName = "keepalived.conf", ConfigLoaderOptions? options = null) =>
        Read([(fileName, text)], new DiagnosticBag(), options ?? new ConfigLoaderOptions());

    private static string CurrentDirectory(IConfigSource source) => source.FullPath(".");

    private static ConfigResult Missing(DiagnosticBag diagnostics) => new(
        KeepalivedConfig.Empty, diagnostics.ToImmutable(), 0, new StartVerdict(false, 6, "Config files missing"));

    private static ConfigResult Read(
        List<(string Path, string Content)> files, DiagnosticBag diagnostics, ConfigLoaderOptions options)
    {
        ConfigPreprocessor lines = new(options, diagnostics);
        for (int i = files.Count - 1; i >= 0; i--)
        {
            lines.Open(files[i].Path, files[i].Content);
        }

        ConfigDraft draft = new();
        ConfigParser parser = new(lines, draft, diagnostics, options);
        parser.ReadAll(TopLevelGrammar.Table, draft);
        RuleContext context = new(draft, diagnostics, options.EffectiveEnvironment);
        GlobalRules.Apply(context);
        ScriptRules.Apply(context);
        StaticRules.Apply(context);
        TrackRules.CheckObjects(context);
        InstanceRules.Apply(context);
        TrackRules.Apply(context);
        SyncGroupRules.Apply(context);
        VirtualServerRules.Apply(context);
        NftablesPlaneRules.Apply(context, options.IsTest);
        KeepalivedConfig config = ConfigResolver.Resolve(draft, options.EffectiveEnvironment);
        AdviceContext.Apply(config, diagnostics, options.EffectiveEnvironment);
        return Verdict.Of(config, context);
    }
}
