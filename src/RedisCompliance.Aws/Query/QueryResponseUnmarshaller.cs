using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws;

/// <summary>What a Query operation answered, read as <typeparamref name="T"/>.</summary>
internal sealed class QueryResponse<T> : AmazonWebServiceResponse
    where T : class
{
    public T? Result { get; init; }
}

/// <summary>Reads the answer of a Query operation, and the errors of the Query protocol.</summary>
/// <param name="action">The operation.</param>
/// <param name="read">Reads the result, from the element <c>{action}Result</c> on.</param>
internal sealed class QueryResponseUnmarshaller<T>(string action, Func<XmlReader, T> read) : XmlResponseUnmarshaller
    where T : class
{
    // An answer is data from outside: no DTD, no entity of one's own making, nothing fetched.
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = PooledContent.MaxLength,
    };

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        try
        {
            using XmlReader xml = XmlReader.Create(context.Stream, s_settings);
            return new QueryResponse<T> { Result = ReadResult(xml) };
        }
        catch (XmlException exception)
        {
            // The status was 200, so the body was damaged on its way; the SDK's retries know this exception for that.
            throw new AmazonUnmarshallingException(
                context.ResponseData.GetHeaderValue("x-amzn-RequestId"), null, null, exception, context.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        string? code = null;
        string? message = null;
        string? requestId = null;
        try
        {
            using XmlReader xml = XmlReader.Create(context.Stream, s_settings);
            while (xml.Read())
            {
                while (xml.NodeType == XmlNodeType.Element && xml.LocalName is "Code" or "Message" or "RequestId" or "RequestID")
                {
                    string name = xml.LocalName;
                    string text = xml.ReadElementContentAsString();
                    (code, message, requestId) = name switch
                    {
                        "Code" => (text, message, requestId),
                        "Message" => (code, text, requestId),
                        _ => (code, message, text),
                    };
                }
            }
        }
        catch (XmlException exception)
        {
            // A proxy's or load balancer's page: the status is all that it says.
            innerException = exception;
        }

        return new AmazonServiceException(
            message ?? $"HTTP status {(int)statusCode} without an error of the service", innerException,
            (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver, code, requestId, statusCode);
    }

    private T ReadResult(XmlReader xml)
    {
        xml.MoveToContent();
        if (xml.LocalName != action + "Response")
        {
            throw new XmlException($"The answer begins with <{xml.LocalName}> where <{action}Response> was expected.");
        }

        xml.Read();
        while (xml.NodeType == XmlNodeType.Element && xml.LocalName != action + "Result")
        {
            xml.Skip();
        }

        if (xml.NodeType != XmlNodeType.Element)
        {
            throw new XmlException($"The answer holds no <{action}Result>.");
        }

        T result = read(xml);
        while (xml.Read())
        {
            // To the end of the document: an answer that breaks off is not an answer.
        }

        return result;
    }
}
