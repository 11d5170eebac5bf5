using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>
/// libpcre2-8, loaded when the first expression is compiled. Functions and constants as in pcre2.h (10.42); each
/// returns what pcre2api(3) says.
/// </summary>
internal static unsafe partial class Pcre2
{
    public const uint JitComplete = 0x1;
    public const uint JitPartialHard = 0x4;
    public const uint PartialHard = 0x20;
    public const uint NoJit = 0x2000;
    public const uint InfoMaximalLookBehind = 15;
    public const uint Utf = 0x80000;
    public const uint MatchInvalidUtf = 0x4000000;

    public const int NoMatch = -1;
    public const int Partial = -2;
    public const int JitStackLimit = -46;

    private const string Library = "libpcre2-8.so.0";

    [LibraryImport(Library, EntryPoint = "pcre2_compile_8")]
    public static partial IntPtr Compile(
        byte* pattern, nuint length, uint options, int* error, nuint* offset, IntPtr context);

    [LibraryImport(Library, EntryPoint = "pcre2_code_free_8")]
    public static partial void FreeCode(IntPtr code);

    [LibraryImport(Library, EntryPoint = "pcre2_jit_compile_8")]
    public static partial int CompileJit(IntPtr code, uint options);

    [LibraryImport(Library, EntryPoint = "pcre2_pattern_info_8")]
    public static partial int PatternInfo(IntPtr code, uint what, uint* result);

    [LibraryImport(Library, EntryPoint = "pcre2_get_error_message_8")]
    public static partial int ErrorMessage(int error, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pcre2_match_data_create_8")]
    public static partial IntPtr CreateMatchData(uint pairs, IntPtr context);

    [LibraryImport(Library, EntryPoint = "pcre2_match_data_free_8")]
    public static partial void FreeMatchData(IntPtr data);

    [LibraryImport(Library, EntryPoint = "pcre2_get_ovector_pointer_8")]
    public static partial nuint* Offsets(IntPtr data);

    [LibraryImport(Library, EntryPoint = "pcre2_match_context_create_8")]
    public static partial IntPtr CreateMatchContext(IntPtr context);

    [LibraryImport(Library, EntryPoint = "pcre2_match_context_free_8")]
    public static partial void FreeMatchContext(IntPtr context);

    [LibraryImport(Library, EntryPoint = "pcre2_set_match_limit_8")]
    public static partial int SetMatchLimit(IntPtr context, uint limit);

    [LibraryImport(Library, EntryPoint = "pcre2_set_depth_limit_8")]
    public static partial int SetDepthLimit(IntPtr context, uint limit);

    /// <param name="limit">In KiB.</param>
    [LibraryImport(Library, EntryPoint = "pcre2_set_heap_limit_8")]
    public static partial int SetHeapLimit(IntPtr context, uint limit);

    [LibraryImport(Library, EntryPoint = "pcre2_jit_stack_create_8")]
    public static partial IntPtr CreateJitStack(nuint start, nuint max, IntPtr context);

    [LibraryImport(Library, EntryPoint = "pcre2_jit_stack_free_8")]
    public static partial void FreeJitStack(IntPtr stack);

    [LibraryImport(Library, EntryPoint = "pcre2_jit_stack_assign_8")]
    public static partial void AssignJitStack(IntPtr matchContext, IntPtr callback, IntPtr stack);

    [LibraryImport(Library, EntryPoint = "pcre2_match_8")]
    public static partial int Match(
        IntPtr code, byte* subject, nuint length, nuint start, uint options, IntPtr data, IntPtr context);

    /// <summary>Bit of a regex_options word; 0 = not known.</summary>
    public static uint Option(string word) => word switch
    {
        "allow_empty_class" => 0x1,
        "alt_bsux" => 0x2,
        "auto_callout" => 0x4,
        "caseless" => 0x8,
        "dollar_endonly" => 0x10,
        "dotall" => 0x20,
        "dupnames" => 0x40,
        "extended" => 0x80,
        "firstline" => 0x100,
        "match_unset_backref" => 0x200,
        "multiline" => 0x400,
        "never_ucp" => 0x800,
        "never_utf" => 0x1000,
        "no_auto_capture" => 0x2000,
        "no_auto_possess" => 0x4000,
        "no_dotstar_anchor" => 0x8000,
        "no_start_optimize" => 0x10000,
        "ucp" => 0x20000,
        "ungreedy" => 0x40000,
        "utf" => Utf,
        "never_backslash_c" => 0x100000,
        "alt_circumflex" => 0x200000,
        "alt_verbnames" => 0x400000,
        "use_offset_limit" => 0x800000,
        _ => 0,
    };
}
