package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a kubelet serves, and what. */
class KubeletServingTest extends ConfiguredKubelet {
  @Test
  void a_healthz_port_of_0_disables_the_health_server() {
    assertThat(listening()).contains("127.0.0.1:10248");
    edit(text -> text + "healthzPort: 0\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(listening()).containsExactly("0.0.0.0:10250");
  }

  @Test
  void the_kubelet_serves_on_the_configured_address() {
    edit(text -> text + "address: 127.0.0.1\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("Starting to listen")).last().asString().contains("address=\"127.0.0.1\"");
    assertThat(listening()).contains("127.0.0.1:10250").doesNotContain("0.0.0.0:10250");
  }

  private List<String> listening() {
    return node.call(
        () ->
            node.machine().networkNamespace().tcp().listeners().stream()
                .map(each -> each.local().toString())
                .toList());
  }

  @Test
  void node_status_max_images_limits_the_listed_images() {
    node.applySleeper("imaged");
    node.passSeconds(50);
    assertThat(node.node().at("/status/images").size()).isPositive();
    edit(text -> text + "nodeStatusMaxImages: 0\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(50);
    assertThat(node.node().at("/status/images").size()).isZero();
  }

  @Test
  void disabled_handlers_serve_neither_logs_nor_commands() {
    edit(
        text ->
            text
                + "authorization: {mode: AlwaysAllow}\n"
                + "authentication: {anonymous: {enabled: true}}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/logs/")).contains("<pre>");
    edit(text -> text + "enableSystemLogHandler: false\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/logs/")).startsWith("logs endpoint is disabled.");
    assertThat(get("/runningpods/")).contains("PodList");
    edit(text -> text + "enableDebuggingHandlers: false\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(get("/runningpods/")).startsWith("Debug endpoints are disabled.");
    assertThat(get("/pods")).contains("PodList");
    assertThatThrownBy(() -> node.require(KubeletEndpoint::requireReachable))
        .hasMessage("Debug endpoints are disabled.");
  }

  private String get(String path) {
    Endpoint from = new Endpoint(Ipv4Address.parse("172.30.0.11"), 40000);
    return node.ask(
        kubelet -> kubelet.answer(new HttpRequest("GET", path, from, Map.of(), "")).body());
  }
}
