namespace RedisCompliance.Files;

/// <summary>
/// Text in an 8-bit code page, as redirected by Japanese, Chinese and Western Windows. JSON is ASCII outside its strings, and no
/// non-ASCII string is used. One obstacle remains: in code pages 932, 936 and 950, the second byte of a character can equal a
/// backslash, which begins an escape in JSON.
/// </summary>
internal static class EightBitText
{
    /// <summary>How many bytes from a backslash on are checked.</summary>
    private const int LookAhead = 6;

    /// <summary>Replaces a backslash that is the second byte of a character.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="start">Where the unread bytes begin.</param>
    /// <param name="from">Where the unrepaired bytes begin.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="isFinal">Whether no more bytes follow.</param>
    /// <returns>
    /// The end of the readable bytes: all of them, or up to a backslash that needs the bytes after it to be understood.
    /// </returns>
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

    /// <summary>Whether what follows makes a backslash an escape. A wrong guess gives invalid JSON, never other values.</summary>
    private static bool IsEscape(byte[] buffer, int at, int end)
    {
        byte next = at + 1 < end ? buffer[at + 1] : (byte)0;
        return next switch
        {
            (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => true,
            (byte)'u' => at + LookAhead <= end && Enumerable.Range(at + 2, 4).All(i => i < end && Uri.IsHexDigit((char)buffer[i])),

            // A quote that JSON structure follows ends the string.
            (byte)'"' => at + 2 < end
                && buffer[at + 2] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)':' or (byte)'\r' or (byte)'\n'),
            _ => false,
        };
    }

    /// <summary>Whether the non-ASCII bytes are complete UTF-8 characters.</summary>
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
