package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.message.Answer;
import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.proxy.BodyStream;
import dev.cnilab.cluster.apiserver.proxy.LinkRewriting;
import dev.cnilab.cluster.apiserver.proxy.PageStream;
import dev.cnilab.cluster.apiserver.proxy.ProxyTargets;
import dev.cnilab.cluster.apiserver.registry.ServerEgress;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpCall;
import dev.cnilab.cluster.image.http.HttpExchange;
import dev.cnilab.cluster.image.http.HttpOrigin;
import dev.cnilab.cluster.image.http.HttpReceived;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Passes a request on to a pod, a service or a node over the simulated network, and its answer
 * back.
 */
final class ProxyResponse {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Up to this length an answer is passed on in one piece, in bytes. */
  private static final long SHORT = 64 * 1024;

  /** Headers that concern one connection only, or that the API server has consumed. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final ServerEgress egress;
  private final Reply.Proxied proxied;
  private final Answer answer;
  private final HttpOrigin origin;
  private final String prefix;
  private final String rest;
  private final String query;

  private ProxyResponse(ServerEgress egress, Reply.Proxied proxied, Answer answer) {
    this.egress = egress;
    this.proxied = proxied;
    this.answer = answer;
    this.origin = proxied.target().origin();
    String[] parts = answer.request().getHttpURI().getPath().split("/", -1);
    this.prefix = join(parts, 0, proxied.prefixParts());
    this.rest = join(parts, proxied.prefixParts(), parts.length);
    String asked = answer.request().getHttpURI().getQuery();
    this.query = asked == null ? "" : "?" + asked;
  }

  private static String join(String[] parts, int from, int to) {
    return Arrays.stream(parts, Math.min(from, parts.length), to)
        .map(part -> "/" + part)
        .collect(Collectors.joining())
        .replaceFirst("^//", "/");
  }

  /** Answers a request; the answer begins in time, or never. From any thread. */
  static void start(
      ServerEgress egress,
      HttpLimits limits,
      Executor threads,
      Reply.Proxied proxied,
      Answer answer) {
    ProxyResponse response = new ProxyResponse(egress, proxied, answer);
    if (response.isNameless()) {
      response.redirect();
      return;
    }
    var unused =
        NetworkWork.start(egress.loop(), "proxy " + response.origin, response::ask)
            .orTimeout(limits.request().toNanos(), TimeUnit.NANOSECONDS)
            .thenAcceptAsync(received -> response.send(received, threads), threads)
            .exceptionally(
                failure -> {
                  answer.send(Reply.Document.failure(Failures.status(failure)));
                  return null;
                });
  }

  /** Whether the path lacks even "/", so that relative links would point elsewhere. */
  private boolean isNameless() {
    String method = answer.request().getMethod();
    return rest.isEmpty() && (method.equals("GET") || method.equals("HEAD"));
  }

  private void redirect() {
    Response response = answer.response();
    response.setStatus(301);
    response.getHeaders().put(HttpHeader.LOCATION, prefix + "/" + query);
    response.write(true, ByteBuffer.allocate(0), answer.callback());
  }

  /** An answer: one whose end is near is there as a whole, any other has just begun. */
  private sealed interface Received {
    record Whole(HttpReceived answer) implements Received {}

    record Begun(HttpExchange exchange) implements Received {}
  }

  private Received ask() {
    try {
      return exchange();
    } catch (ErrnoException failed) {
      throw unreachable(why(failed));
    } catch (SSLException noTls) {
      throw unreachable("tls: first record does not look like a TLS handshake");
    }
  }

  private Received exchange() throws SSLException {
    NetworkNamespace network =
        egress
            .network()
            .current()
            .orElseThrow(() -> ProxyTargets.unavailable("kube-apiserver does not run"));
    Request request = answer.request();
    HttpCall call =
        new HttpCall(
            request.getMethod(), rest + query, headers(request), proxied.request().body().bytes());
    Optional<String> kubelet = proxied.target().kubelet();
    return kubelet.isPresent()
        ? new Received.Whole(asked(kubelet.get(), call))
        : received(
            HttpExchange.open(network, origin, call, PATIENCE, HttpExchange.Inspection.NONE));
  }

  private static Received received(HttpExchange exchange) {
    if (exchange.length().orElse(Long.MAX_VALUE) > SHORT) {
      return new Received.Begun(exchange);
    }
    try (exchange) {
      return new Received.Whole(exchange.whole());
    }
  }

  private HttpReceived asked(String node, HttpCall call) {
    try (KubeletEndpoint kubelet = egress.kubelets().connect(node)) {
      HttpResponse received = kubelet.answer(HttpRequest.of(call, origin.endpoint()));
      Map<String, String> headers = new TreeMap<>(received.headers());
      headers.put("Content-Type", received.contentType());
      return new HttpReceived(
          received.status(), headers, received.body().getBytes(StandardCharsets.UTF_8));
    } catch (KubeletDialFailure unreached) {
      throw unreachable(String.valueOf(unreached.getMessage()));
    } catch (ErrnoException closed) {
      throw unreachable("EOF");
    }
  }

  private Map<String, String> headers(Request request) {
    Map<String, String> headers = new TreeMap<>();
    for (HttpField field : request.getHeaders()) {
      if (!NOT_PASSED_ON.contains(field.getName().toLowerCase(Locale.ROOT))) {
        headers.put(field.getName(), field.getValue());
      }
    }
    headers.put("X-Forwarded-Uri", prefix + rest);
    headers.put("X-Forwarded-Host", request.getHttpURI().getAuthority());
    headers.put("X-Forwarded-Proto", "https");
    return headers;
  }

  private String why(ErrnoException failed) {
    return failed.errno() == Errno.ETIMEDOUT
        ? GoNet.dialTimeout(origin.endpoint())
        : GoNet.dial(origin.endpoint(), failed);
  }

  private static ApiException unreachable(String why) {
    return ProxyTargets.unavailable("error trying to reach service: " + why);
  }

  private void send(Received received, Executor threads) {
    LinkRewriting rewriting = new LinkRewriting(prefix, origin);
    switch (received) {
      case Received.Whole(HttpReceived whole) -> {
        head(whole, rewriting);
        byte[] body =
            isPage(whole)
                ? rewriting.page(whole.text()).getBytes(StandardCharsets.UTF_8)
                : whole.body();
        answer.response().write(true, ByteBuffer.wrap(body), answer.callback());
      }
      case Received.Begun(HttpExchange exchange) -> {
        head(exchange.head(), rewriting);
        ProxiedStream.start(
            egress,
            threads,
            exchange,
            isPage(exchange.head()) ? new PageStream(rewriting) : BodyStream.UNCHANGED,
            answer);
      }
    }
  }

  private static boolean isPage(HttpReceived received) {
    return received.header("Content-Type").startsWith("text/html");
  }

  private void head(HttpReceived received, LinkRewriting rewriting) {
    Response response = answer.response();
    response.setStatus(received.status());
    received
        .headers()
        .forEach(
            (name, value) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                response
                    .getHeaders()
                    .put(name, name.equalsIgnoreCase("Location") ? rewriting.link(value) : value);
              }
            });
  }
}
