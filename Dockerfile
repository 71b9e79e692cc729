# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What decides the packages comes first: they are restored again only when it changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/FallbackOrchestrator/FallbackOrchestrator.csproj src/FallbackOrchestrator/
COPY src/FallbackOrchestrator.EmbeddedPostgres/FallbackOrchestrator.EmbeddedPostgres.csproj src/FallbackOrchestrator.EmbeddedPostgres/
RUN dotnet restore src/FallbackOrchestrator --use-current-runtime

COPY .editorconfig LICENSE THIRD-PARTY-NOTICES.md ./
COPY licenses/ licenses/
COPY docs/requests.http docs/
COPY src/ src/
RUN dotnet publish src/FallbackOrchestrator --configuration Release --use-current-runtime --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.title="Fallback Orchestrator" \
      org.opencontainers.image.description="Sends a message over WhatsApp, then Viber, then SMS, until the person has it" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app ./

# The account comes with the base image; it has no rights but to run.
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080

# It needs no shell and no HTTP client. Kubernetes ignores it: point its probes at /healthz/live and /healthz/ready.
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["dotnet", "FallbackOrchestrator.dll", "health"]
ENTRYPOINT ["dotnet", "FallbackOrchestrator.dll"]
