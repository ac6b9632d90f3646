namespace RedisCompliance.Files;

/// <summary>
/// Text in an 8-bit code page, as Japanese, Chinese and Western Windows redirect it. JSON is ASCII but for what its strings
/// hold, and of these nothing is read that is not ASCII. One thing stands in the way: in some code pages (932, 936, 950) the
/// second byte of a character can be that of a backslash, which in JSON begins an escape.
/// </summary>
internal static class EightBitText
{
    /// <summary>How much of what follows a backslash is looked at.</summary>
    private const int LookAhead = 6;

    /// <summary>Takes the backslash from where it is the second half of a character.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="start">Where they begin that have not been read.</param>
    /// <param name="from">Where those begin that have not been looked at.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="isFinal">Whether nothing comes after them.</param>
    /// <returns>How far they can be read: to the end, or to a backslash that only what follows can explain.</returns>
    public static int Repair(byte[] buffer, int start, int from, int end, bool isFinal)
    {
        for (int at = from; at < end; at++)
        {
            int next = Array.IndexOf(buffer, (byte)'\\', at, end - at);
            if (next < 0)
            {
                return end;
            }

            at = next;
            int runStart = at;
            while (runStart > start && buffer[runStart - 1] >= 0x80)
            {
                runStart--;
            }

            if (runStart < at && !IsUtf8(buffer, runStart, at))
            {
                if (!isFinal && end - at <= LookAhead)
                {
                    return runStart;
                }

                if ((at - runStart) % 2 == 1 && !IsEscape(buffer, at, end))
                {
                    buffer[at] = (byte)'_';
                }
            }
        }

        return end;
    }

    /// <summary>Whether a backslash is meant as one, by what follows. A wrong guess makes bad JSON, and never other values.</summary>
    private static bool IsEscape(byte[] buffer, int at, int end)
    {
        byte next = at + 1 < end ? buffer[at + 1] : (byte)0;
        return next switch
        {
            (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => true,
            (byte)'u' => at + LookAhead <= end && Enumerable.Range(at + 2, 4).All(i => i < end && Uri.IsHexDigit((char)buffer[i])),

            // A quote before what goes on with the JSON ends the string.
            (byte)'"' => at + 2 < end
                && buffer[at + 2] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)':' or (byte)'\r' or (byte)'\n'),
            _ => false,
        };
    }

    /// <summary>Whether bytes beyond ASCII are whole characters of UTF-8.</summary>
    private static bool IsUtf8(byte[] buffer, int start, int end)
    {
        for (int at = start; at < end;)
        {
            int length = buffer[at] switch { >= 0xC2 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => 0 };
            if (length == 0 || at + length > end)
            {
                return false;
            }

            for (int i = 1; i < length; i++)
            {
                if ((buffer[at + i] & 0xC0) != 0x80)
                {
                    return false;
                }
            }

            at += length;
        }

        return true;
    }
}
