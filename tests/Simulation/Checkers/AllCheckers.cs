namespace Keepalived.Simulation.Checkers;

internal static class AllCheckers
{
    public static ILanChecker[] Create() =>
    [
        new AddressesFollowState(),
        new OneTimerArmed(),
        new ResignationOnPurpose(),
        new GroupsAgree(),
        new WireRoundTrip(),
        new QueuesBounded(),
        new AnnouncementsFollowAddresses(),
        new AnswersAreImmediate(),
        new ClaimsAreJustified(),
        new MasterDownAsWritten(),
        new FaultFollowsFlags(),
        new PriorityFollowsWeights(),
        new StartupDelayHolds(),
        new StalledNodesListenFirst(),
        new SilentMastersGiveUpFirst(),
        new SurvivorAnnounces(),
        new AnnouncementsAsWritten(),
        new ReloadsAreQuiet(),
        new TransitionsAreTold(),
        new TrackersAsWritten(),
        new WeightsAsWritten(),
        new GroupsTellWhatTheyAre(),
        new GroupsAnswerReports(),
        new ReasonsAsWritten(),
        new OwnersQuarrelAsWritten(),
        new SequencesAsWritten(),
    ];
}
