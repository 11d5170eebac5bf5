using System.Collections.Immutable;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>What the diagnostics mean for a configuration test and for a start.</summary>
internal static class Verdict
{
    private const int ExitConfig = 2;
    private const int ExitMissing = 6;

    public static ConfigResult Of(KeepalivedConfig config, RuleContext context)
    {
        ImmutableArray<ConfigDiagnostic> diagnostics = context.Diagnostics.ToImmutable();
        return new ConfigResult(config, diagnostics, TestExitCode(diagnostics), Start(diagnostics, context));
    }

    /// <summary>0 fine, 2 parameter missing, 4 file or interface, 5 other errors, 6 security, file checks.</summary>
    private static int TestExitCode(ImmutableArray<ConfigDiagnostic> diagnostics)
    {
        TestStatus worst = diagnostics.Select(static d => d.Status).DefaultIfEmpty().Max();
        if (worst == TestStatus.FileCheck)
        {
            return ExitMissing;
        }

        // The reference stops at the first missing parameter, so nothing after it can hide that.
        if (diagnostics.Any(static d => d.Status == TestStatus.MissingParameter))
        {
            return ExitConfig;
        }

        return worst switch
        {
            TestStatus.Ok => 0,
            <= TestStatus.Fatal => 4,
            TestStatus.Security => ExitMissing,
            _ => 5,
        };
    }

    private static StartVerdict Start(ImmutableArray<ConfigDiagnostic> diagnostics, RuleContext context)
    {
        foreach (ConfigDiagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Fatal)
            {
                int code = diagnostic.Status == TestStatus.FileCheck ? ExitMissing : ExitConfig;
                return new StartVerdict(false, code, diagnostic.Text);
            }
        }

        return context.MissingInterface
            ? new StartVerdict(false, ExitConfig, "Non-existent interface specified in configuration")
            : StartVerdict.Run;
    }
}
