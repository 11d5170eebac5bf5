namespace Keepalived.Simulation.Checkers;

internal static class AllCheckers
{
    public static ILanChecker[] Create(SimulatedLan lan) =>
    [
        new AddressesFollowState(),
        new OneTimerArmed(),
        new ResignationOnPurpose(),
        new GroupsAgree(),
        new WireRoundTrip(),
        new QueuesBounded(),
        new AnnouncementsFollowAddresses(),
        new AnswersAreImmediate(),
        new ClaimsAreJustified(lan),
        new MasterDownAsWritten(lan),
        new FaultFollowsFlags(),
        new PriorityFollowsWeights(),
    ];
}
