package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.ClientCertificates;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.Connections;
import dev.cnilab.cluster.apiserver.connection.PlainErrors;
import dev.cnilab.cluster.apiserver.connection.ServerThreads;
import dev.cnilab.cluster.apiserver.connection.intake.HeldBytes;
import dev.cnilab.cluster.apiserver.connection.intake.MeteredConnections;
import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.access.Authentication;
import dev.cnilab.cluster.apiserver.http.watch.Watchers;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.config.Kubeconfig;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** The API on a port of 127.0.0.1, over TLS. */
public final class HttpEndpoint implements AutoCloseable {
  private static final ServerCertificate.Names NAMES =
      new ServerCertificate.Names(
          "kube-apiserver",
          List.of(
              "kubernetes",
              "kubernetes.default",
              "kubernetes.default.svc",
              "kubernetes.default.svc.cluster.local",
              "localhost"),
          List.of(Ipv4Address.parse("10.96.0.1"), Ipv4Address.parse("127.0.0.1")));

  /** The limit of Go's server. */
  private static final int LARGEST_HEADERS = 1024 * 1024;

  /** The time in which waiting clients are told that the cluster has ended. */
  private static final Duration LAST_WORD = Duration.ofMillis(300);

  private final Server server;
  private final int port;
  private final String token;
  private final Authority authority;
  private final RequestHandling requests;
  private final CompletableFuture<Void> silence;

  private HttpEndpoint(
      Server server,
      int port,
      String token,
      Authority authority,
      RequestHandling requests,
      CompletableFuture<Void> silence) {
    this.server = server;
    this.silence = silence;
    this.requests = requests;
    this.port = port;
    this.token = token;
    this.authority = authority;
  }

  /**
   * Starts listening.
   *
   * @param certificates identifies clients by theirs; the server's own is from the same authority
   * @param port 0 for any free port
   * @throws UncheckedIOException if the port is taken
   */
  public static HttpEndpoint start(
      ApiCore core, ClientCertificates certificates, int port, HttpLimits limits) {
    ServerThreads threads = new ServerThreads();
    Server server = new Server(threads);
    Authority authority = certificates.authority();
    ServerConnector connector = connector(server, authority, limits);
    connector.setPort(port);
    Watchers watchers =
        new Watchers(core.loop(), core.store(), core.resources(), core.egress().streams(), threads);
    Connections connections = new Connections(limits, watchers::endOldest);
    connector.addBean(connections);
    HeldBytes held = new HeldBytes(limits.held());
    connector.addBean(held);
    server.addConnector(connector);
    server.setErrorHandler(new PlainErrors());

    String token = core.tokens().issue(User.admin());
    Authentication authentication =
        new Authentication(core::authenticate, core.rbac(), certificates);
    CompletableFuture<Void> silence = new CompletableFuture<>();
    var unused =
        core.loop()
            .ended()
            .whenComplete(
                (end, failure) ->
                    Deadlines.after(LAST_WORD, () -> fallSilent(connector, silence, failure)));
    WebSocketUpgradeHandler sockets =
        WebSocketUpgradeHandler.from(
            server,
            container ->
                StreamSockets.configure(container, core, authentication, limits, connections));
    RequestHandling requests =
        new RequestHandling(core, authentication, limits, connections, held, watchers, threads);
    sockets.setHandler(requests);
    server.setHandler(sockets);
    start(server, port);
    return new HttpEndpoint(server, connector.getLocalPort(), token, authority, requests, silence);
  }

  /** Open streams would otherwise stay silent forever. */
  private static void fallSilent(
      ServerConnector connector, CompletableFuture<Void> silence, @Nullable Throwable failure) {
    connector.getConnectedEndPoints().forEach(EndPoint::close);
    if (failure == null) {
      silence.complete(null);
    } else {
      silence.completeExceptionally(failure);
    }
  }

  @SuppressWarnings("removal") // Jetty has no replacement that hands over a request before its body
  private static ServerConnector connector(Server server, Authority authority, HttpLimits limits) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(authority.serveOutside(NAMES).sslContext(authority));
    tls.setWantClientAuth(true);
    // Without the processor's AES instructions, as in code compiled by C1, AES takes more than
    // three times as long.
    tls.setCipherComparator(Comparator.comparing(suite -> !suite.contains("_CHACHA20_")));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(LARGEST_HEADERS);
    http.setDelayDispatchUntilContent(false); // the user is determined before the body arrives
    SslConnectionFactory encrypted = new SslConnectionFactory(tls, "http/1.1");
    // Like Go's, the server accepts any host name.
    encrypted.setEnsureSecureRequestCustomizer(false);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, encrypted, new MeteredConnections(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(limits.idle().toMillis());
    return connector;
  }

  /**
   * Completes when the cluster has ended and all waiting clients have been told; exceptionally if a
   * failure ended it.
   */
  public CompletableFuture<Void> silence() {
    return silence.copy();
  }

  public int port() {
    return port;
  }

  /** The number of open watches: clients that wait for a change. */
  public int openWatches() {
    return requests.openWatches();
  }

  /** How many bytes more the requests of all clients may hold. */
  public long roomForRequests() {
    return requests.room();
  }

  /** What a client needs to connect as the administrator. */
  public Kubeconfig kubeconfig() {
    return new Kubeconfig("https://127.0.0.1:" + port, authority.certificateOutside(), token);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("the API server's port could not be closed", failure);
    }
  }

  private static void start(Server server, int port) {
    try {
      server.start();
    } catch (IOException taken) {
      stop(server);
      throw new UncheckedIOException(
          "port "
              + port
              + " of 127.0.0.1 can't be used ("
              + taken.getMessage()
              + "): end what listens there (ss -ltnp 'sport = :"
              + port
              + "' shows it), or choose another port, 0 for any that is free",
          taken);
    } catch (Exception failure) {
      stop(server);
      throw new IllegalStateException("the HTTP server did not start", failure);
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
