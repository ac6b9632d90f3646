using System.Runtime.CompilerServices;

namespace RedisCompliance.Failures;

/// <summary>
/// The id of an error, which scripts rely on. All ids are listed here; none is built from a text or an enumeration. docs/errors.md
/// explains each, and what to do.
/// </summary>
internal sealed class ErrorId
{
    private ErrorId(string name) => Name = name;

    /// <summary>The id: the first part of FullyQualifiedErrorId, and TargetResult.ErrorId.</summary>
    public string Name { get; }

    // Failed calls to AWS.
    public static readonly ErrorId AccessDenied = New();
    public static readonly ErrorId ClockSkewed = New();
    public static readonly ErrorId EndlessListing = New();
    public static readonly ErrorId ExpiredCredentials = New();
    public static readonly ErrorId InvalidCredentials = New();
    public static readonly ErrorId InvalidResponse = New();
    public static readonly ErrorId Network = New();
    public static readonly ErrorId NoCredentials = New();
    public static readonly ErrorId NoEndpoint = New();
    public static readonly ErrorId Redirected = New();
    public static readonly ErrorId Refused = New();
    public static readonly ErrorId ServiceUnavailable = New();
    public static readonly ErrorId Throttled = New();
    public static readonly ErrorId UnnamedResource = New();

    // Regions, credentials and endpoints.
    public static readonly ErrorId AwsFileInvalid = New();
    public static readonly ErrorId AwsFileUnreadable = New();
    public static readonly ErrorId CommentInValue = New();
    public static readonly ErrorId ContainerCredentialsFailed = New();
    public static readonly ErrorId CredentialObjectFailed = New();
    public static readonly ErrorId CredentialProcessFailed = New();
    public static readonly ErrorId CredentialProcessOutputInvalid = New();
    public static readonly ErrorId CredentialProcessTimedOut = New();
    public static readonly ErrorId CredentialServiceFailed = New();
    public static readonly ErrorId ExpiredKeys = New();
    public static readonly ErrorId IncompleteKeys = New();
    public static readonly ErrorId InstanceCredentialsFailed = New();
    public static readonly ErrorId InvalidCredentialType = New();
    public static readonly ErrorId InvalidEndpoint = New();
    public static readonly ErrorId InvalidEndpointSetting = New();
    public static readonly ErrorId InvalidEnvironment = New();
    public static readonly ErrorId InvalidProfile = New();
    public static readonly ErrorId LoginRequired = New();
    public static readonly ErrorId MfaCodeRefused = New();
    public static readonly ErrorId MfaCodeRequired = New();
    public static readonly ErrorId NoRegion = New();
    public static readonly ErrorId NoRole = New();
    public static readonly ErrorId OtherAccount = New();
    public static readonly ErrorId ProfileIncomplete = New();
    public static readonly ErrorId ProfileNotFound = New();
    public static readonly ErrorId RoleRefused = New();
    public static readonly ErrorId SamlProfile = New();
    public static readonly ErrorId SdkConflict = New();
    public static readonly ErrorId SignInRequired = New();
    public static readonly ErrorId SourceKeysRefused = New();
    public static readonly ErrorId SourceProfileLoop = New();
    public static readonly ErrorId SourceProfileNotFound = New();
    public static readonly ErrorId SsoRoleRefused = New();
    public static readonly ErrorId SsoSessionNotFound = New();
    public static readonly ErrorId UnknownRegion = New();
    public static readonly ErrorId WebIdentityRefused = New();
    public static readonly ErrorId WebIdentityTokenMissing = New();

    // Files and objects.
    public static readonly ErrorId ConflictingRecords = New();
    public static readonly ErrorId FileNotReadable = New();
    public static readonly ErrorId FolderNotReadable = New();
    public static readonly ErrorId FolderWithoutExports = New();
    public static readonly ErrorId GroupNotDescribed = New();
    public static readonly ErrorId InvalidTemplate = New();
    public static readonly ErrorId NoExports = New();
    public static readonly ErrorId NotAFile = New();
    public static readonly ErrorId NotAResource = New();
    public static readonly ErrorId NotAnExport = New();
    public static readonly ErrorId PartialExport = New();
    public static readonly ErrorId PathNotFound = New();
    public static readonly ErrorId PlanIncomplete = New();
    public static readonly ErrorId TextNotAnExport = New();

    // Parameters and the policy.
    public static readonly ErrorId AliasOffline = New();
    public static readonly ErrorId ExemptionFileNotFound = New();
    public static readonly ErrorId ExemptionFileNotReadable = New();
    public static readonly ErrorId InvalidExemption = New();
    public static readonly ErrorId InvalidPolicy = New();
    public static readonly ErrorId NotAReportRow = New();
    public static readonly ErrorId NotAnAccount = New();
    public static readonly ErrorId ParameterWithoutEffect = New();
    public static readonly ErrorId PolicyTwice = New();
    public static readonly ErrorId RegionNotFound = New();
    public static readonly ErrorId RegionsTwice = New();
    public static readonly ErrorId ResourceNotFound = New();
    public static readonly ErrorId ResourceTypeNotExported = New();
    public static readonly ErrorId ResultNotFound = New();
    public static readonly ErrorId RoleNameMissing = New();
    public static readonly ErrorId TemplateParameterFileNotReadable = New();

    // Publishing to AWS Config.
    public static readonly ErrorId AlteredEvaluation = New();
    public static readonly ErrorId BackupNotForConfig = New();
    public static readonly ErrorId ConflictingEvaluation = New();
    public static readonly ErrorId DestinationMissing = New();
    public static readonly ErrorId EmptyInput = New();
    public static readonly ErrorId EvaluationFailed = New();
    public static readonly ErrorId IncompleteInput = New();
    public static readonly ErrorId InvalidEvaluation = New();
    public static readonly ErrorId InvalidResultToken = New();
    public static readonly ErrorId OtherPolicy = New();
    public static readonly ErrorId OtherRegion = New();
    public static readonly ErrorId OtherRule = New();
    public static readonly ErrorId PlannedEvaluation = New();
    public static readonly ErrorId ResourceTypeRefused = New();
    public static readonly ErrorId RuleNameMissing = New();

    // Reports, comparison and Security Hub.
    public static readonly ErrorId FindingFailed = New();
    public static readonly ErrorId FindingsLeftOut = New();
    public static readonly ErrorId NotAnEvaluation = New();
    public static readonly ErrorId ReportFileNotReadable = New();
    public static readonly ErrorId SecurityHubNotEnabled = New();
    public static readonly ErrorId UnknownReportFormat = New();

    // Remediation plans.
    public static readonly ErrorId PlanWithoutTemplate = New();

    // Events of AWS Config.
    public static readonly ErrorId EventNotJson = New();
    public static readonly ErrorId InvalidMember = New();
    public static readonly ErrorId InvalidRuleParameter = New();
    public static readonly ErrorId NoInvokingEvent = New();
    public static readonly ErrorId NoResultToken = New();
    public static readonly ErrorId UnknownMessageType = New();

    // The rule and the hook.
    public static readonly ErrorId EnableRecorderMissing = New();
    public static readonly ErrorId EvaluationRunning = New();
    public static readonly ErrorId EvaluationTimeout = New();
    public static readonly ErrorId FileExists = New();
    public static readonly ErrorId FileNotWritten = New();
    public static readonly ErrorId HookNotFound = New();
    public static readonly ErrorId HookRolesAlike = New();
    public static readonly ErrorId InstallationManagedByStack = New();
    public static readonly ErrorId InstallationNoAccounts = New();
    public static readonly ErrorId InstallationNoRecorder = New();
    public static readonly ErrorId InstallationNoRole = New();
    public static readonly ErrorId InstallationNoTopic = New();
    public static readonly ErrorId InstallationNotOurs = New();
    public static readonly ErrorId InstallationNotReady = New();
    public static readonly ErrorId InstallationOtherKind = New();
    public static readonly ErrorId InstallationOtherScope = New();
    public static readonly ErrorId InstallationPolicyTooLong = New();
    public static readonly ErrorId InstallationRecorderStopped = New();
    public static readonly ErrorId OrganizationAccessDenied = New();
    public static readonly ErrorId RuleNameTooLong = New();
    public static readonly ErrorId RuleNotFound = New();
    public static readonly ErrorId RuleParametersTooLong = New();
    public static readonly ErrorId TagReserved = New();

    /// <summary>The id for a kind of failed call.</summary>
    public static ErrorId Of(ServiceFailure failure) => failure switch
    {
        ServiceFailure.AccessDenied => AccessDenied,
        ServiceFailure.ClockSkewed => ClockSkewed,
        ServiceFailure.EndlessListing => EndlessListing,
        ServiceFailure.ExpiredCredentials => ExpiredCredentials,
        ServiceFailure.InvalidCredentials => InvalidCredentials,
        ServiceFailure.InvalidResponse => InvalidResponse,
        ServiceFailure.Network => Network,
        ServiceFailure.NoCredentials => NoCredentials,
        ServiceFailure.NoEndpoint => NoEndpoint,
        ServiceFailure.Redirected => Redirected,
        ServiceFailure.Refused => Refused,
        ServiceFailure.ServiceUnavailable => ServiceUnavailable,
        ServiceFailure.Throttled => Throttled,
        ServiceFailure.UnnamedResource => UnnamedResource,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };

    /// <summary>The id.</summary>
    public override string ToString() => Name;

    private static ErrorId New([CallerMemberName] string name = "") => new(name);
}
