using Keepalived.Config.Diagnostics;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation.Advice;

/// <summary>
/// What looks legal and will probably disappoint. Advice looks at the finished model, is given after everything else,
/// and never changes an exit code or the model.
/// </summary>
internal sealed class AdviceContext(KeepalivedConfig config, DiagnosticBag diagnostics, IConfigEnvironment host)
{
    public KeepalivedConfig Config => config;

    public IConfigEnvironment Host => host;

    /// <param name="at">The object it is about.</param>
    /// <param name="text">What will happen.</param>
    /// <param name="hint">One way to mend it.</param>
    public void Advise(SourceSpan at, string text, string hint) =>
        diagnostics.Add(new ConfigDiagnostic(at, DiagnosticSeverity.Advice, TestStatus.Ok, text, hint));

    public static void Apply(KeepalivedConfig config, DiagnosticBag diagnostics, IConfigEnvironment host)
    {
        AdviceContext context = new(config, diagnostics, host);
        VrrpAdvice.Apply(context);
        BfdAdvice.Apply(context);
        ServerAdvice.Apply(context);
        MailAdvice.Apply(context);
        ScriptAdvice.Apply(context);
    }
}
