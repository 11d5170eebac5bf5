namespace Keepalived.Core.Vrrp;

/// <summary>
/// The rules of the machine that a test can take out one at a time: the simulated LAN must notice the loss of each.
/// Always
/// <see cref="All"/> outside tests.
/// </summary>
[Flags]
internal enum VrrpRules : uint
{
    None = 0,
    TieBreakByAddress = 1 << 0,
    PriorityZeroShortensWait = 1 << 1,
    SkewTime = 1 << 2,
    Preempt = 1 << 3,
    NoPreempt = 1 << 4,
    LearnInterval = 1 << 5,
    ResetLearntInterval = 1 << 6,
    ResignOnShutdown = 1 << 7,
    ResignOnFault = 1 << 8,
    RestartMasterDown = 1 << 9,
    YieldToHigherPriority = 1 << 10,
    AnswerResignation = 1 << 11,
    AnswerLowerPriority = 1 << 12,
    RemoveAddressesOnBackup = 1 << 13,
    WaitForKernel = 1 << 14,
    SecondAnnouncement = 1 << 15,
    IgnoreStaleTimers = 1 << 16,
    FaultLeavesMaster = 1 << 17,
    WaitForAllFaults = 1 << 18,
    ResignWhenAddressesLost = 1 << 19,
    WeightsChangePriority = 1 << 20,
    OwnerIgnoresWeights = 1 << 21,
    PreemptDelay = 1 << 22,
    StartupDelay = 1 << 23,
    AskGroup = 1 << 24,
    ObeyGroup = 1 << 25,
    OwnerClaimsAtOnce = 1 << 26,
    StopAdvertisingOnBackup = 1 << 27,
    MoveRunningTimer = 1 << 28,
    CheckInstallGeneration = 1 << 29,
    StallGuard = 1 << 30,
    All = uint.MaxValue,
}
