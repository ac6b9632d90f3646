using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>IAM Identity Center, as far as a signed-in user's credentials go.</summary>
internal static class IdentityCenterService
{
    public static Answer Answer(EndpointCall call) => call.Operation == "CreateToken"
        ? Endpoint.Answer.Json(new JsonObject { ["accessToken"] = "RENEWED", ["expiresIn"] = 3600, ["refreshToken"] = "NEXT",
            ["tokenType"] = "Bearer" })
        : Endpoint.Answer.Json(new JsonObject
        {
            ["roleCredentials"] = new JsonObject
            {
                ["accessKeyId"] = SecurityTokenService.KeyOf(call.Parameters["account_id"]),
                ["secretAccessKey"] = "SECRET",
                ["sessionToken"] = "SESSION",
                ["expiration"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(),
            },
        });
}
