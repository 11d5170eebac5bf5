using System.Buffers;
using Keepalived.Config.Model;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Checks.Regex;

/// <summary>What a scan found.</summary>
internal enum PageScanResult
{
    NotFound,
    Found,

    /// <summary>More steps, time or memory than a scan may take.</summary>
    LimitExceeded,
}

/// <summary>
/// Looks for an expression in a page while it arrives. Kept are at most <see cref="WindowSize"/> octets: what may be
/// the beginning of a match, and what a look-behind needs before it. The page and the time that it arrives in are the
/// server's choice, so steps, memory and time are bounded (CVE-2018-19115 and its kin were found in such code).
/// </summary>
internal sealed unsafe class PageScan : IDisposable
{
    /// <summary>A match may be as long as this.</summary>
    public const int WindowSize = 64 * 1024;

    /// <summary>Backtracking steps of one look: some tens of milliseconds.</summary>
    private const uint StepLimit = 1_000_000;

    /// <summary>KiB.</summary>
    private const uint HeapLimit = 8 * 1024;

    /// <summary>All looks of one page together.</summary>
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(1);

    private readonly PagePattern _pattern;
    private readonly HttpRegexConfig _config;
    private readonly TimeProvider _time;
    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private readonly IntPtr _context = Pcre2.CreateMatchContext(IntPtr.Zero);
    private readonly IntPtr _data = Pcre2.CreateMatchData(1, IntPtr.Zero);
    private readonly IntPtr _stack;

    /// <summary>Octets in the window; the first of them is at <see cref="_base"/> of the page.</summary>
    private int _filled;
    private long _base;

    /// <summary>Before this place of the window no match can begin any more.</summary>
    private int _start;
    private TimeSpan _spent;
    private PageScanResult? _verdict;
    private bool _isDisposed;

    public PageScan(PagePattern pattern, HttpRegexConfig config, TimeProvider time)
    {
        _pattern = pattern;
        _config = config;
        _time = time;
        _ = Pcre2.SetMatchLimit(_context, StepLimit);
        _ = Pcre2.SetDepthLimit(_context, StepLimit);
        _ = Pcre2.SetHeapLimit(_context, HeapLimit);
        if (config.StackMax > 0)
        {
            _stack = Pcre2.CreateJitStack(config.StackStart, config.StackMax, IntPtr.Zero);
            Pcre2.AssignJitStack(_context, IntPtr.Zero, _stack);
        }
    }

    /// <summary>Takes the next piece of the page.</summary>
    public void Feed(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _verdict is null)
        {
            int count = Math.Min(piece.Length, WindowSize - _filled);
            piece[..count].CopyTo(_window.AsSpan(_filled));
            _filled += count;
            piece = piece[count..];
            if (_filled == WindowSize)
            {
                Look(isLast: false);
            }
        }
    }

    /// <summary>The page is complete.</summary>
    public PageScanResult Finish()
    {
        if (_verdict is null)
        {
            Look(isLast: true);
        }

        return _verdict ?? PageScanResult.NotFound;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        ArrayPool<byte>.Shared.Return(_window);
        Pcre2.FreeMatchData(_data);
        Pcre2.FreeMatchContext(_context);
        if (_stack != IntPtr.Zero)
        {
            Pcre2.FreeJitStack(_stack);
        }
    }

    private void Look(bool isLast)
    {
        int end = isLast || !_pattern.IsUtf ? _filled : _filled - IncompleteTail(_window.AsSpan(0, _filled));
        int start = (int)Math.Clamp(Math.Max(_start, _config.MinOffset - _base), 0, WindowSize + 1);
        if (start > end)
        {
            // The least place is not reached yet.
            Slide(end);
            return;
        }

        long began = _time.GetTimestamp();
        int result = Match(start, end, isLast);
        _spent += _time.GetElapsedTime(began);
        nuint* found = Pcre2.Offsets(_data);
        if (result >= 0)
        {
            bool isWithin = _config.MaxOffset is not { } max || _base + (long)found[0] < max;
            _verdict = isWithin ? PageScanResult.Found : PageScanResult.NotFound;
        }
        else if (result is not (Pcre2.NoMatch or Pcre2.Partial) || _spent > s_timeLimit)
        {
            _verdict = PageScanResult.LimitExceeded;
        }
        else if (!isLast)
        {
            Slide(result == Pcre2.Partial ? (int)found[0] : end);
        }
    }

    private int Match(int start, int end, bool isLast)
    {
        uint options = isLast ? 0 : Pcre2.PartialHard;
        fixed (byte* subject = _window)
        {
            int result = Pcre2.Match(
                _pattern.Code, subject, (nuint)end, (nuint)start, options, _data, _context);
            // Only who asked for a stack of a certain size is held to it.
            return result == Pcre2.JitStackLimit && _stack == IntPtr.Zero
                ? Pcre2.Match(
                    _pattern.Code, subject, (nuint)end, (nuint)start, options | Pcre2.NoJit, _data, _context)
                : result;
        }
    }

    /// <summary>A match can begin from here on at the earliest.</summary>
    private void Slide(int from)
    {
        if (_config.MaxOffset is { } max && _base + from >= max)
        {
            _verdict = PageScanResult.NotFound;
            return;
        }

        int keep = Math.Max(0, from - _pattern.LookBehind);
        while (_pattern.IsUtf && keep > 0 && (_window[keep] & 0xC0) == 0x80)
        {
            keep--;
        }

        if (keep == 0 && _filled == WindowSize)
        {
            // What may be a match fills the window: longer ones are not waited for.
            _verdict = PageScanResult.LimitExceeded;
            return;
        }

        _window.AsSpan(keep, _filled - keep).CopyTo(_window);
        _filled -= keep;
        _base += keep;
        _start = from - keep;
    }

    /// <summary>Octets at the end that begin a character of UTF-8 whose rest has not come yet.</summary>
    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        const int longest = 4;
        for (int back = 1; back < longest && back <= text.Length; back++)
        {
            byte octet = text[^back];
            if ((octet & 0xC0) == 0x80)
            {
                continue;
            }

            int length = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : octet >= 0xC0 ? 2 : 1;
            return length > back ? back : 0;
        }

        return 0;
    }
}
