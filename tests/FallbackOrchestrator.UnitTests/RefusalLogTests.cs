using System.Reflection;
using System.Security.Claims;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.UnitTests;

/// <summary>The errorId of a refusal can be looked up in the log, which holds nothing of what was sent.</summary>
public sealed class RefusalLogTests : IDisposable
{
    private readonly Lines _log = new();

    [Fact]
    public async Task A_customers_refusal_is_found_by_its_errorId_with_its_call_and_its_field()
    {
        var errorId = await RefuseAsync(Problems.InvalidMsisdn("user.msisdn"), isAuthenticated: true);

        _log.Written.Should().Equal(
            "Information: A request to POST /api/v1/subaccounts/{subAccountId}/messages was refused: status 400, code 1002, "
            + $"field user.msisdn, errorId {errorId}");
    }

    [Fact]
    public async Task Requests_of_strangers_and_beyond_a_limit_do_not_fill_the_log()
    {
        await RefuseAsync(Problems.Unauthorized("the header Authorization is missing"), isAuthenticated: false);
        await RefuseAsync(Problems.QuotaExceeded(1), isAuthenticated: true);

        _log.Written.Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("Debug: "));
    }

    [Fact]
    public async Task An_error_that_was_logged_with_its_exception_is_not_logged_again()
    {
        await RefuseAsync(Problems.Internal() with { ErrorId = Guid.NewGuid() }, isAuthenticated: true);

        _log.Written.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"user":{"Ann.Smith\ud800":1}}""")]
    [InlineData("""{"Ann.Smith\ud800":1}""")]
    [InlineData("""{"Ann.Smith":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public async Task A_name_that_the_caller_invented_is_not_written(string json)
    {
        var shape = BodyShape.Of(typeof(SendRequest), SendJson.Default.Options);
        var problem = BodyValidator.Find(System.Text.Encoding.UTF8.GetBytes(json), shape, "messages", out _)!;

        await RefuseAsync(problem, isAuthenticated: true);

        _log.Written.Should().ContainSingle().Which.Should().Contain("field none").And.NotContain("Ann");
    }

    [Fact]
    public void The_field_is_the_one_that_the_message_names()
    {
        foreach (var function in typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(function => function.ReturnType == typeof(Problem)
                && function.GetParameters() is [{ Name: "field" } or { Name: "at" }, ..]))
        {
            var given = function.GetParameters().Select(parameter =>
                parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)!
                : parameter.Name == "field" ? "channels[0].content.template" : "'something' else");

            ((Problem)function.Invoke(null, [.. given])!).Field.Should().Be("channels[0].content.template", function.Name);
        }
        Problems.MessagesMissing().Field.Should().Be("messages");
        Problems.IllegalSubaccount().Field.Should().Be("subAccountId");
        Problems.MessageNotFound().Field.Should().BeNull();
    }

    public void Dispose() => _log.Dispose();

    private async Task<string> RefuseAsync(Problem problem, bool isAuthenticated)
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(_log).AddSingleton(TimeProvider.System)
            .BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Response.Body = new MemoryStream();
        http.User = new ClaimsPrincipal(isAuthenticated ? new ClaimsIdentity("Bearer") : new ClaimsIdentity());
        http.SetEndpoint(new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/subaccounts/{subAccountId}/messages"), 0,
            new EndpointMetadataCollection(new HttpMethodMetadata(["POST"])), "Send"));

        await problem.ExecuteAsync(http);

        http.Response.Body.Position = 0;
        return (await JsonNode.ParseAsync(http.Response.Body))!["errorId"]!.GetValue<string>();
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel}: {formatter(state, exception)}");

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("one log for all");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
