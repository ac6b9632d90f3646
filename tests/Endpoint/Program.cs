using RedisCompliance.Endpoint;

// Serves a small fleet until standard input ends, for tests in other processes and for trying the live way by hand:
//   dotnet run --project tests/Endpoint -- [operations that are denied]
await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
ExampleAccount.Populate(endpoint);
endpoint.Fault = call => args.Contains(call.Operation) ? Fault.AccessDenied : null;
Console.WriteLine(endpoint.Url);
await Console.In.ReadToEndAsync();
