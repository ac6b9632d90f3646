namespace RedisCompliance.Function.Hooks;

/// <summary>Why a request to the hook cannot be judged, in a sentence that holds no secret.</summary>
internal sealed class HookException(string message, Exception? innerException = null)
    : Exception(PlainText.OneLine(message), innerException);
