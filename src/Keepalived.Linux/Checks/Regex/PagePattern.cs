using System.Runtime.InteropServices;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Checks.Regex;

/// <summary>
/// A compiled expression. Never changes, so any number of scans may share it; the memory goes with the last of them.
/// </summary>
internal sealed unsafe class PagePattern : SafeHandle
{
    private const int LongestMessage = 256;

    private PagePattern(IntPtr code, bool isUtf)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        SetHandle(code);
        IsUtf = isUtf;
        uint characters = 0;
        _ = Pcre2.PatternInfo(code, Pcre2.InfoMaximalLookBehind, &characters);
        // A character of UTF-8 has four octets at most; one more for the start of a line.
        LookBehind = Math.Max(1, (int)characters) * (isUtf ? 4 : 1);
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    public bool IsUtf { get; }

    /// <summary>Octets before the start of a match that it may depend on.</summary>
    public int LookBehind { get; }

    public IntPtr Code => handle;

    /// <summary>Null and why not: what is wrong with the pattern and where, or that the library is missing.</summary>
    public static PagePattern? TryCompile(HttpRegexConfig config, out string failure)
    {
        try
        {
            return Compile(config, out failure);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            failure = "regex needs the library libpcre2-8.so.0 (package libpcre2-8-0), which cannot be loaded";
            return null;
        }
    }

    protected override bool ReleaseHandle()
    {
        Pcre2.FreeCode(handle);
        return true;
    }

    private static PagePattern? Compile(HttpRegexConfig config, out string failure)
    {
        uint options = 0;
        foreach (string word in config.Options)
        {
            options |= Pcre2.Option(word);
        }

        bool isUtf = (options & Pcre2.Utf) != 0;
        if (isUtf)
        {
            // The page is a stranger's: octets that are no UTF-8 match nothing instead of ending the search.
            options |= Pcre2.MatchInvalidUtf;
        }

        byte[] pattern = [.. Encoding.UTF8.GetBytes(config.Pattern), 0];
        int error;
        nuint offset;
        IntPtr code;
        fixed (byte* first = pattern)
        {
            code = Pcre2.Compile(first, (nuint)pattern.Length - 1, options, &error, &offset, IntPtr.Zero);
        }

        if (code == IntPtr.Zero)
        {
            failure = $"Invalid regex: '{config.Pattern}' at offset {offset}: {Message(error)}";
            return null;
        }

        // Where code may not be made at run time, the library interprets: slower, with the same result.
        _ = Pcre2.CompileJit(code, Pcre2.JitComplete | Pcre2.JitPartialHard);
        failure = "";
        return new PagePattern(code, isUtf);
    }

    private static string Message(int error)
    {
        byte* buffer = stackalloc byte[LongestMessage];
        int length = Pcre2.ErrorMessage(error, buffer, LongestMessage);
        return length > 0 ? Encoding.UTF8.GetString(buffer, length) : $"error {error}";
    }
}
