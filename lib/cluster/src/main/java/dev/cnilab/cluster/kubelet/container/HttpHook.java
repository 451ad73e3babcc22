package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.image.http.HttpCall;
import dev.cnilab.cluster.image.http.HttpExchange;
import dev.cnilab.cluster.image.http.HttpOrigin;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;

/**
 * A hook that sends an HTTP request from the node's network; any answer counts as success.
 *
 * @param network the node's
 */
record HttpHook(CriRuntime runtime, NetworkNamespace network, String nodeIp) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Sends the request; returns whether an answer came. Blocks. */
  boolean succeeds(Pod pod, ContainerSpec container, JsonNode action) {
    HttpExchange.Inspection anyone = HttpExchange.Inspection.NONE;
    try (HttpExchange answered =
        HttpExchange.open(
            network, origin(pod, container, action), call(action), PATIENCE, anyone)) {
      return answered.head().status() > 0;
    } catch (ErrnoException | SSLException | IllegalArgumentException failed) {
      return false;
    }
  }

  private HttpOrigin origin(Pod pod, ContainerSpec container, JsonNode action) {
    String host = action.path("host").asText("");
    List<String> ips = RuntimePod.of(runtime, pod.uid()).ips();
    String own = pod.isHostNetwork() || ips.isEmpty() ? nodeIp : ips.getFirst();
    return new HttpOrigin(
        action.path("scheme").asText("HTTP").equals("HTTPS"),
        Ipv4Address.parse(host.isEmpty() ? own : host),
        container.port(action.path("port")));
  }

  private static HttpCall call(JsonNode action) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("User-Agent", "kube-lifecycle/1.37");
    headers.put("Accept", "*/*");
    action
        .path("httpHeaders")
        .forEach(each -> headers.put(each.path("name").asText(), each.path("value").asText()));
    String path = action.path("path").asText("/");
    return new HttpCall("GET", path.startsWith("/") ? path : "/" + path, headers, new byte[0]);
  }
}
