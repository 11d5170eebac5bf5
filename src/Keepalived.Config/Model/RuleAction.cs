namespace Keepalived.Config.Model;

/// <summary>What a rule does with a packet that matches (FR_ACT_* of linux/fib_rules.h).</summary>
public enum RuleAction : byte
{
    ToTable = 1,
    Goto = 2,
    Nop = 3,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
}
