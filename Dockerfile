# The web UI
FROM node:20-bookworm-slim AS web
WORKDIR /platform
COPY package.json package-lock.json ./
COPY web/package.json web/
COPY src/platform-client-node/package.json src/platform-client-node/
RUN npm ci --no-audit --no-fund
COPY web web
RUN npm run build --workspace=web

# The host
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS host
WORKDIR /platform
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props ./
COPY build build
COPY src src
COPY --from=web /platform/web/dist src/Platform.Host/wwwroot
RUN dotnet publish src/Platform.Host -c Release -o /host -p:BuildWeb=false

# What runs, as the image's unprivileged user; bash stands in for curl, which the image lacks
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /host
COPY --from=host /host .
RUN install --directory --owner=$APP_UID --group=$APP_UID /data
ENV Data__Directory=/data \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "Platform.Host.dll"]
