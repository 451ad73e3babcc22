package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.grpc.Health;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.log.GoNet;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Connects to a port of the pod from the node, or sends an HTTP request to it. */
final class NetworkProber implements Prober {
  private static final int MOST_BYTES = 10 * 1024;

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
  public Outcome probe(Pod pod, Container container, String containerId, ProbeSpec spec) {
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
    return http.isObject() ? get(target, http, spec.timeout()) : dial(target, spec.timeout());
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
      Health.Status status = Health.ask(connection, service, timeout);
      return status == Health.Status.SERVING
          ? Outcome.SUCCESS
          : Outcome.failure("service unhealthy (responded with \"" + status + "\")");
    } catch (IllegalArgumentException otherProtocol) {
      return Outcome.failure("error reading server preface: " + otherProtocol.getMessage());
    }
  }

  private Outcome get(ProbeTarget target, JsonNode action, Duration timeout) {
    String scheme = action.path("scheme").asText("HTTP").toLowerCase(Locale.ROOT);
    String path = action.path("path").asText("/");
    // A server that accepts a connection for HTTPS counts as healthy: a handshake would cost more
    // than it shows.
    Outcome outcome =
        scheme.equals("https")
            ? dial(target, timeout)
            : dial(target, timeout, connection -> ask(connection, target, path, timeout));
    boolean answered = outcome.success() || outcome.output().startsWith("HTTP probe");
    String url = GoText.quote(scheme + "://" + target + path);
    return answered ? outcome : Outcome.failure("Get " + url + ": " + outcome.output());
  }

  private static Outcome ask(
      TcpConnection connection, ProbeTarget target, String path, Duration timeout) {
    connection.write(Bytes.of(request(target, path)), timeout);
    return connection
        .read(MOST_BYTES, timeout)
        .map(NetworkProber::verdict)
        .orElse(
            Outcome.failure(
                "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"));
  }

  private static String request(ProbeTarget target, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + target
        + "\r\nUser-Agent: kube-probe/1.37\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private static Outcome verdict(Bytes answer) {
    String[] words = answer.text().split("[ \r\n]", 3);
    int status = words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
    return status >= 200 && status < 400
        ? Outcome.SUCCESS
        : Outcome.failure("HTTP probe failed with statuscode: " + status);
  }
}
