using RedisCompliance.Endpoint;

// Serves a small fleet until standard input ends, for tests in other processes and for trying the live way by hand:
//   dotnet run --project tests/Endpoint
await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
ExampleAccount.Populate(endpoint);
Console.WriteLine(endpoint.Url);
await Console.In.ReadToEndAsync();
