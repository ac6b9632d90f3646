using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports the state of an installed hook: compares each part with what Install-RedisAtRestHook would make with the same parameters.
/// Without a name, it reports every hook that Install made in the Region. Changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestHook")]
[OutputType(typeof(AtRestHook))]
public sealed class GetRedisAtRestHookCommand : HookDefinitionCmdlet
{
    /// <summary>Whether the user named a hook.</summary>
    private bool IsNamed =>
        Has(nameof(HookName)) || Has(nameof(FunctionName)) || Has(nameof(RoleName)) || Has(nameof(ExecutionRoleName));

    /// <summary>Reports each Region.</summary>
    protected override void ProcessRecord()
    {
        Define(Defaults());
        string given = HookName;
        ForEachRegion(region =>
        {
            try
            {
                using RuleServiceClients site = RuleSession.Open(this, region);
                foreach (string name in IsNamed ? [given] : ListNames(site.Services))
                {
                    HookName = name;
                    TellOf(site.Services);
                }
            }
            catch (ServiceCallException exception)
            {
                Report(exception, ErrorRecords.From(exception, HookName));
            }
            finally
            {
                HookName = given;
            }
        });
    }

    /// <summary>The names of all hooks; if there are none, the default name, which is then reported as missing.</summary>
    private IEnumerable<string> ListNames(RuleServices services)
    {
        IReadOnlyList<FoundHook> all = [];
        try
        {
            all = Wait(new ValueTask<IReadOnlyList<FoundHook>>(InstalledHook.ListAsync(services, StopToken)));
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromListing(exception, services.Identity.Region));
        }

        if (all.FirstOrDefault(found => found.HookName is null) is { Failure: { } failure } unnamed)
        {
            WriteError(ErrorRecords.FromListing(failure, unnamed.FunctionName));
        }

        return all.Select(found => found.HookName).OfType<string>().Distinct().DefaultIfEmpty(HookName);
    }

    private void TellOf(RuleServices services)
    {
        InstalledHook installed = FindInstalled(services);
        HookDefinition definition = Define(installed.ToDefinition(Defaults()));
        HookInstallation installation = new(services, definition, new InstallationOptions());
        Wait(installation.ReadWhatCanBeReadAsync(installed.Unread, StopToken));
        AtRestHook hook = new()
        {
            HookName = definition.HookName,
            AccountId = services.Identity.AccountId,
            Region = services.Identity.Region,
            FunctionName = definition.FunctionName,
            RoleName = definition.RoleName,
            ExecutionRoleName = definition.ExecutionRoleName,
            InstalledVersion = installed.Version,
            ModuleVersion = definition.Version,
            FailureMode = installation.FailureMode,
            HookStatus = installation.HookStatus,
            TargetOperations = installation.TargetOperations,
            InputParameters = definition.InputParameters,
            Parts = installation.Parts,
        };
        if (hook.State == RulePartState.Missing)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.HookNotInstalled.With(hook.HookName, hook.AccountId, hook.Region)),
                ErrorId.HookNotFound, ErrorCategory.ObjectNotFound, hook.HookName, Messages.AdviceHookNotFound));
            return;
        }

        WriteObject(hook);
    }
}
