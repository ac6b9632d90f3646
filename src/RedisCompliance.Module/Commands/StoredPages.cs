namespace RedisCompliance.Commands;

/// <summary>Brings pages from the network to the pipeline thread, one after another.</summary>
internal static class StoredPages
{
    public static IEnumerable<T> Read<T>(AwsCmdlet cmdlet, IAsyncEnumerable<IReadOnlyList<T>> pages)
    {
        IAsyncEnumerator<IReadOnlyList<T>> enumerator = pages.GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (cmdlet.Wait(enumerator.MoveNextAsync()))
            {
                foreach (T item in enumerator.Current)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
