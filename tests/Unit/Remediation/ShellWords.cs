using System.Text;

namespace RedisCompliance.Remediation.Tests;

/// <summary>The words of a command of plain characters and quoted texts, as a POSIX shell splits it; anything else is an error.</summary>
internal static class ShellWords
{
    public static IReadOnlyList<string> Of(string command)
    {
        List<string> words = [];
        StringBuilder? word = null;
        for (int i = 0; i < command.Length; i++)
        {
            char letter = command[i];
            if (letter == ' ')
            {
                if (word is not null)
                {
                    words.Add(word.ToString());
                    word = null;
                }
            }
            else if (letter == '\'')
            {
                int end = command.IndexOf('\'', i + 1);
                (word ??= new()).Append(command, i + 1, end - i - 1);
                i = end;
            }
            else if (letter == '\\' && command[i + 1] == '\'')
            {
                (word ??= new()).Append('\'');
                i++;
            }
            else if (char.IsAsciiLetterOrDigit(letter) || "-_./:@+,=".Contains(letter, StringComparison.Ordinal))
            {
                (word ??= new()).Append(letter);
            }
            else
            {
                throw new FormatException($"'{letter}' stands outside of quotes: {command}");
            }
        }

        return word is null ? words : [.. words, word.ToString()];
    }
}
