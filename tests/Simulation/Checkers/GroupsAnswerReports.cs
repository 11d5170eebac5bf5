using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// What a group answers to a report, so that a member or a group that was restarted finds its way back: each change of
/// what it requires goes to all that are there; else only who is not where it has to be is told, and once more
/// everybody when the last one has come. Masters that stand together when a group begins stay what they are.
/// </summary>
internal sealed class GroupsAnswerReports : ILanChecker
{
    public void Decided(in GroupStep step)
    {
        VrrpState required = step.After.Required;
        bool isNew = required != step.Before.Required;
        if (isNew && required == VrrpState.Master && step.Before.Required == VrrpState.Initialize)
        {
            RequireAnswers(step, static (_, _) => null);
            return;
        }

        RequireBeginning(step);
        int reporter = step.Member;
        bool isFresh = step.Before.Reports[reporter].State == VrrpState.Initialize;
        bool cameInFault = isFresh && step.After.Reports[reporter].State == VrrpState.Fault;
        bool isFault = step.After.Reports.Any(one => one.HasFault);
        bool isComplete = step.After.Reports.All(one => one.State != VrrpState.Initialize);
        bool answersNobody = required == VrrpState.Fault ? !isFault : !isComplete;
        bool answersAll = isFresh && required != VrrpState.Fault;
        RequireAnswers(step, (member, report) =>
        {
            if (isNew)
            {
                return report.State == VrrpState.Initialize ? null : required;
            }

            return answersNobody || (member != reporter && !answersAll)
                ? null
                : Correction(required, report, cameInFault);
        });
    }

    /// <summary>Null: the member is where it has to be, or is on its way.</summary>
    private static VrrpState? Correction(VrrpState required, VrrpGroupReport report, bool cameInFault) =>
        (required, report.State) switch
        {
            (VrrpState.Fault, VrrpState.Backup or VrrpState.Master) => VrrpState.Fault,
            (VrrpState.Fault, VrrpState.Fault) when cameInFault => VrrpState.Fault,
            (VrrpState.Backup, VrrpState.Master) => VrrpState.Backup,
            (VrrpState.Backup, VrrpState.Fault) when !report.IsPending => VrrpState.Backup,
            (VrrpState.Master, VrrpState.Backup) => VrrpState.Master,
            (VrrpState.Master, VrrpState.Fault) when !report.IsPending => VrrpState.Backup,
            _ => null,
        };

    private static void RequireBeginning(in GroupStep step)
    {
        bool allStandTogether = step.After.Reports.All(
            one => one is { State: VrrpState.Master, HasFault: false, IsPending: false });
        Require(
            step,
            step.Before.Required != VrrpState.Initialize || !allStandTogether,
            "begins among Masters and does not leave them that");
    }

    private static void RequireAnswers(in GroupStep step, Func<int, VrrpGroupReport, VrrpState?> expected)
    {
        for (int i = 0; i < step.After.Reports.Length; i++)
        {
            int member = i;
            VrrpState[] told = [.. step.Effects
                .Where(one => one.Kind == SyncGroupEffectKind.Require && one.Member == member).Select(one => one.To)];
            VrrpState? wanted = expected(i, step.After.Reports[i]);
            Require(
                step,
                told.Length == (wanted is null ? 0 : 1) && (wanted is null || told[0] == wanted),
                $"tells member {i} to be [{string.Join(' ', told)}] and not {wanted}");
        }
    }

    private static void Require(in GroupStep step, bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken($"{step.Router.Name}: the group {what}");
        }
    }
}
