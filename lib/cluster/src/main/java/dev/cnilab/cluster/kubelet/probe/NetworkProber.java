package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.grpc.GrpcHealth;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Connects to a port of the pod from the node, or sends an HTTP request to it. */
final class NetworkProber implements Prober {
  private static final int MOST_BYTES = 10 * 1024;
  private static final String LATE =
      "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

  private final CriRuntime runtime;
  private final NetworkNamespace node;
  private final Process kubelet;
  private final String nodeIp;

  NetworkProber(CriRuntime runtime, Process kubelet, String nodeIp) {
    this.runtime = runtime;
    this.node = kubelet.network();
    this.kubelet = kubelet;
    this.nodeIp = nodeIp;
  }

  @Override
  public Outcome probe(Pod pod, ContainerSpec container, String containerId, ProbeSpec spec) {
    JsonNode http = spec.action().path("httpGet");
    JsonNode grpc = spec.action().path("grpc");
    JsonNode action =
        http.isObject() ? http : grpc.isObject() ? grpc : spec.action().path("tcpSocket");
    List<String> ips = RuntimePod.of(runtime, pod.uid()).ips();
    String podIp = pod.isHostNetwork() || ips.isEmpty() ? nodeIp : ips.getFirst();
    ProbeTarget target;
    try {
      target = ProbeTarget.of(action, container, podIp);
    } catch (IllegalArgumentException noPort) {
      return Outcome.unknown(String.valueOf(noPort.getMessage()));
    }
    if (grpc.isObject()) {
      return health(target, grpc.path("service").asText(""), spec.timeout());
    }
    if (!http.isObject()) {
      return dial(target, spec.timeout());
    }
    return pod.isStatic() && scheme(http).equals("https")
        ? url(target, http, dial(target, spec.timeout())) // each second a handshake costs too much
        : get(target, http, spec.timeout());
  }

  /** What is done with an established connection. */
  @FunctionalInterface
  private interface Talk {
    Outcome with(TcpConnection connection);
  }

  private Outcome dial(ProbeTarget target, Duration timeout) {
    return dial(target, timeout, connection -> Outcome.SUCCESS);
  }

  private Outcome dial(ProbeTarget target, Duration timeout, Talk talk) {
    Ipv4Address address;
    try {
      address = new Resolver(kubelet).find(target.host()).address();
    } catch (LookupFailure unknown) {
      return Outcome.failure(GoNet.lookup(target.host(), kubelet, unknown));
    }
    String end = address + ":" + target.port();
    try (TcpConnection connection = node.tcp().connect(address, target.port())) {
      return connection.awaitEstablished(timeout)
          ? talk.with(connection)
          : Outcome.failure(GoNet.dialTimeout(end));
    } catch (ErrnoException failed) {
      return Outcome.failure(GoNet.dial(end, failed));
    }
  }

  private Outcome health(ProbeTarget target, String service, Duration timeout) {
    Outcome outcome = dial(target, timeout, connection -> health(connection, service, timeout));
    boolean answered = outcome.success() || outcome.output().startsWith("service unhealthy");
    return answered
        ? outcome
        : Outcome.failure(
            "timeout: failed to connect service %s within %s: %s"
                .formatted(
                    GoText.quote(target.toString()),
                    GoText.duration(timeout),
                    "context deadline exceeded"));
  }

  private static Outcome health(TcpConnection connection, String service, Duration timeout) {
    try {
      GrpcHealth.Status status = GrpcHealth.ask(connection, service, timeout);
      return status == GrpcHealth.Status.SERVING
          ? Outcome.SUCCESS
          : Outcome.failure("service unhealthy (responded with \"" + status + "\")");
    } catch (IllegalArgumentException otherProtocol) {
      return Outcome.failure("error reading server preface: " + otherProtocol.getMessage());
    }
  }

  private static String scheme(JsonNode action) {
    return action.path("scheme").asText("HTTP").toLowerCase(Locale.ROOT);
  }

  private static String path(JsonNode action) {
    return action.path("path").asText("/");
  }

  private Outcome get(ProbeTarget target, JsonNode action, Duration timeout) {
    String request = request(target, path(action));
    Talk talk =
        scheme(action).equals("https")
            ? connection -> secured(connection, request, timeout)
            : connection -> ask(ByteStream.plain(connection), request, timeout);
    return url(target, action, dial(target, timeout, talk));
  }

  /** An outcome that names the URL, unless the server has answered. */
  private static Outcome url(ProbeTarget target, JsonNode action, Outcome outcome) {
    boolean answered = outcome.success() || outcome.output().startsWith("HTTP probe");
    String url = GoText.quote(scheme(action) + "://" + target + path(action));
    return answered ? outcome : Outcome.failure("Get " + url + ": " + outcome.output());
  }

  /** Asks by TLS; whatever certificate the server shows will do. */
  private Outcome secured(TcpConnection connection, String request, Duration timeout) {
    long end = kubelet.loop().nanoTime() + timeout.toNanos();
    try {
      return ask(TlsStream.client(connection, timeout), request, timeout);
    } catch (SSLHandshakeException silent) {
      return Outcome.failure(kubelet.loop().nanoTime() < end ? "EOF" : LATE);
    } catch (SSLException otherProtocol) {
      return Outcome.failure("http: server gave HTTP response to HTTPS client");
    }
  }

  private static Outcome ask(ByteStream server, String request, Duration timeout) {
    server.write(Bytes.of(request), timeout);
    return server
        .read(MOST_BYTES, timeout)
        .map(NetworkProber::verdict)
        .orElse(Outcome.failure(LATE));
  }

  private static String request(ProbeTarget target, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + target
        + "\r\nUser-Agent: kube-probe/1.37\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private static Outcome verdict(Bytes answer) {
    int status = MessageHead.of(answer.text()).status();
    return status >= 200 && status < 400
        ? Outcome.SUCCESS
        : Outcome.failure("HTTP probe failed with statuscode: " + status);
  }
}
