using System.Net;
using System.Text;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Reads the answer of a Query operation, and the errors of the Query protocol.</summary>
/// <param name="action">The operation.</param>
/// <param name="read">Reads the result; <c>{action}Result</c> is the current element.</param>
/// <param name="whenThereIsNone">The result of an answer without that element; null if every answer must have it.</param>
/// <param name="isBare">Whether <c>{action}Response</c> is itself the result, as in Amazon EC2.</param>
internal sealed class QueryAnswerUnmarshaller<T>(
    string action, Func<Utf8XmlReader, T> read, T? whenThereIsNone = null, bool isBare = false) : XmlResponseUnmarshaller
    where T : class
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        ArraySegment<byte> body = ServiceBody.Of(context.Stream);
        try
        {
            return new ServiceAnswer<T> { Result = ReadResult(new Utf8XmlReader(body)) };
        }
        catch (Exception exception) when (exception is XmlException or FormatException)
        {
            throw ServiceBody.Invalid(context.ResponseData, FindRequestId(body) ?? ServiceBody.RequestId(context.ResponseData), exception);
        }
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        string? code = null;
        string? message = null;
        string? requestId = null;
        try
        {
            // ErrorResponse holds Error (Type, Code, Message) and RequestId; Amazon EC2's Response holds Errors and RequestID.
            Utf8XmlReader xml = new(ServiceBody.Of(context.Stream));
            for (bool isOpen = xml.ReadChild(0); isOpen && xml.ReadChild(1);)
            {
                if (xml.LocalName.SequenceEqual("RequestId"u8))
                {
                    requestId = xml.ReadText();
                }
                else if (xml.LocalName.SequenceEqual("Error"u8))
                {
                    (code, message) = ReadError(xml);
                }
                else if (xml.LocalName.SequenceEqual("Errors"u8) && xml.ReadChild(2))
                {
                    (code, message) = ReadError(xml);
                }
            }
        }
        catch (XmlException exception)
        {
            // A page of a proxy or load balancer: only the status is usable.
            innerException = exception;
        }

        return new AmazonServiceException(
            message ?? Messages.HttpStatusAlone.With((int)statusCode),
            innerException,
            (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver,
            code,
            requestId ?? ServiceBody.RequestId(context.ResponseData),
            statusCode);
    }

    /// <summary>The id of the call from the body of a broken answer; null if that is unreadable, too.</summary>
    private static string? FindRequestId(ArraySegment<byte> body)
    {
        string? requestId = null;
        try
        {
            // ResponseMetadata holds RequestId; Amazon EC2's requestId is a member of the answer itself.
            Utf8XmlReader xml = new(body);
            for (bool isOpen = xml.ReadChild(0); isOpen && requestId is null && xml.ReadChild(1);)
            {
                if (xml.LocalName.SequenceEqual("requestId"u8))
                {
                    requestId = xml.ReadText();
                }
                else if (xml.LocalName.SequenceEqual("ResponseMetadata"u8))
                {
                    requestId = QueryMembers.Find(xml, "RequestId", member => member.ReadText());
                }
            }
        }
        catch (XmlException)
        {
            // The body is broken before the id.
        }

        return requestId;
    }

    private static (string? Code, string? Message) ReadError(Utf8XmlReader xml)
    {
        (string? Code, string? Message) error = default;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            if (xml.LocalName.SequenceEqual("Code"u8))
            {
                error.Code = xml.ReadText();
            }
            else if (xml.LocalName.SequenceEqual("Message"u8))
            {
                error.Message = xml.ReadText();
            }
        }

        return error;
    }

    private T ReadResult(Utf8XmlReader xml)
    {
        Expect(xml, xml.ReadChild(0), action + "Response");
        T? result = isBare ? read(xml) : whenThereIsNone;
        while (!isBare && xml.ReadChild(1))
        {
            if (Is(xml.LocalName, action + "Result"))
            {
                result = read(xml);
            }
        }

        xml.ReadToEnd();
        return result ?? throw new XmlException($"The answer holds no <{action}Result>.");
    }

    private static void Expect(Utf8XmlReader xml, bool isOpen, string name)
    {
        if (!isOpen || !Is(xml.LocalName, name))
        {
            string found = isOpen ? $"<{Encoding.UTF8.GetString(xml.LocalName.ToArray())}>" : "empty";
            throw new XmlException($"The answer is {found} where <{name}> was expected.");
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, string expected) => name.SequenceEqual(Encoding.ASCII.GetBytes(expected));
}
