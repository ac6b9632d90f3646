namespace RedisCompliance.Function.Hooks;

/// <summary>Why the hook cannot judge a request, in a sentence without secrets.</summary>
internal sealed class HookException(string message, Exception? innerException = null)
    : Exception(PlainText.OneLine(message), innerException);
