using Keepalived.Config.Grammar;

namespace Keepalived.Config.Validation;

/// <summary>What a checker block must have by its end.</summary>
internal static class CheckerRules
{
    /// <summary>True if the checker can be used.</summary>
    public static bool Complete(ConfigParser p, RealServerDraft server, CheckerDraft checker)
    {
        string? problem = checker.Kind switch
        {
            CheckerKind.Misc when checker.Script is null => "No misc_path specified for MISC_CHECK - removing",
            CheckerKind.Misc when checker.Invalid =>
                $"Failed to set uid/gid for misc checker script {ConfigParser.Quote(checker.Script.Words)} - removing",
            CheckerKind.Http or CheckerKind.Ssl when checker.Urls.Count == 0 =>
                $"HTTP/SSL_GET checker for {server.Address} has no urls specified - ignoring",
            CheckerKind.File when checker.Name.Length == 0 => "FILE_CHECK has no track_file - removing",
            CheckerKind.Bfd when checker.Name.Length == 0 => "BFD_CHECK has no name - removing",
            _ => null,
        };
        if (problem is not null)
        {
            p.Diagnostics.Error(checker.Span, problem);
            return false;
        }

        foreach (TargetDraft target in checker.Hosts)
        {
            CheckTarget(p, server, checker, target);
        }

        CheckTarget(p, server, checker, checker.Target);
        return true;
    }

    private static void CheckTarget(ConfigParser p, RealServerDraft server, CheckerDraft checker, TargetDraft target)
    {
        System.Net.IPAddress address = target.Address ?? server.Address;
        if (target.BindAddress is not null && target.BindAddress.AddressFamily != address.AddressFamily)
        {
            p.Diagnostics.Error(checker.Span, $"Address families of connect {address} and bind {target.BindAddress} " +
                "do not match - ignoring bindto");
            target.BindAddress = null;
        }

        if (address.IsIPv6LinkLocal && target.BindInterface.Length == 0)
        {
            p.Diagnostics.Error(checker.Span, $"{address}: link-local addresses need bind_if");
        }
    }
}
