package dev.cnilab.conformance.kubernetes.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cnilab.cluster.client.config.Kubeconfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A proxy to the API server that shifts the cluster's times to this machine's clock. {@code kubectl
 * describe} subtracts them from that clock to print the age of an event; the cluster's own clock
 * shows the time of the capture.
 */
final class AgeProxy implements AutoCloseable {
  private static final Pattern TIME =
      Pattern.compile("(?<=\")(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)((\\.\\d+)?Z)(?=\")");

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private final Kubeconfig target;
  private final Supplier<Instant> clock;
  private final HttpClient client;
  private final HttpServer server;

  /** Starts listening on a free port of this machine. */
  AgeProxy(Kubeconfig target, Supplier<Instant> clock) throws IOException {
    this.target = target;
    this.clock = clock;
    client = HttpClient.newBuilder().sslContext(trusting(target.authority())).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::forward);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** The kubeconfig of a client that uses the proxy. */
  Kubeconfig kubeconfig() {
    return new Kubeconfig("http://127.0.0.1:" + server.getAddress().getPort(), "", target.token());
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow(); // a watch that its client has left would otherwise be awaited
    client.close();
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<String> answer =
          client.send(request(exchange), HttpResponse.BodyHandlers.ofString());
      byte[] body = shifted(answer.body()).getBytes(StandardCharsets.UTF_8);
      answer
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same request, with JSON as the requested format. */
  private HttpRequest request(HttpExchange exchange) {
    return HttpRequest.newBuilder(URI.create(target.server() + exchange.getRequestURI()))
        .header("Authorization", "Bearer " + target.token())
        .header("Accept", "application/json")
        .GET()
        .build();
  }

  private String shifted(String body) {
    Duration behind =
        Duration.between(clock.get(), Instant.now()).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    return TIME.matcher(body)
        .replaceAll(
            time ->
                LocalDateTime.parse(time.group(1)).plus(behind).format(TO_THE_SECOND)
                    + time.group(2));
  }

  private static SSLContext trusting(String authority) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8))));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IOException("the API server's certificate can't be trusted", unusable);
    }
  }
}
