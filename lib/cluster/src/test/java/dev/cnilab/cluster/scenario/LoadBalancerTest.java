package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What kube-proxy does for a load balancer's addresses and health checks. */
class LoadBalancerTest {
  private static final String BALANCER = "192.0.2.80";

  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.podOn("worker-1", "client");
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          nodeName: worker-2
          containers: [{name: web, image: nginx}]
        """);
    cluster.awaitReady("client");
    cluster.awaitReady("web");
  }

  private static KubeObject balanced(String name, String spec) {
    cluster.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}], %s}}"
            .formatted(name, spec));
    KubeObject service = cluster.get(ResourceTypes.SERVICES, name);
    cluster.api(
        client ->
            client.updateStatus(
                ResourceTypes.SERVICES,
                service.edit(
                    json ->
                        json.withObject("/status/loadBalancer")
                            .putArray("ingress")
                            .addObject()
                            .put("ip", BALANCER))));
    cluster.pass(Duration.ofSeconds(3));
    return service;
  }

  private static List<String> rules(String table) {
    return cluster.onNode("worker-1", "iptables -t " + table + " -S").lines().toList();
  }

  private static String curl(String url) {
    return cluster.inPod(
        "client", "curl", "-sS", "-m", "3", "-o", "/dev/null", "-w", "%{http_code}\\n", url);
  }

  @Test
  void load_balancer_source_ranges_restrict_access() {
    balanced("ranged", "loadBalancerSourceRanges: [198.51.100.0/24, 172.30.0.0/24]");

    String firewall =
        rules("nat").stream()
            .filter(line -> line.contains("\"default/ranged loadbalancer IP\" -m tcp"))
            .map(line -> line.replaceFirst(".* -j ", ""))
            .findFirst()
            .orElseThrow();
    String external = firewall.replace("-FW-", "-EXT-");
    String balancer = " -m comment --comment \"default/ranged loadbalancer IP\" -j " + external;
    assertThat(firewall).startsWith("KUBE-FW-");
    assertThat(rules("nat").stream().filter(line -> line.startsWith("-A " + firewall)))
        .containsExactly(
            "-A " + firewall + " -s 198.51.100.0/24" + balancer,
            "-A " + firewall + " -s 172.30.0.0/24" + balancer,
            "-A " + firewall + " -s " + BALANCER + "/32" + balancer,
            "-A "
                + firewall
                + " -m comment --comment \"other traffic to default/ranged will be dropped by"
                + " KUBE-PROXY-FIREWALL\"");
    assertThat(rules("filter"))
        .contains(
            "-A KUBE-PROXY-FIREWALL -d "
                + BALANCER
                + "/32 -p tcp -m comment --comment \"default/ranged traffic not accepted by "
                + firewall
                + "\" -m tcp --dport 80 -j DROP");
    assertThat(curl(BALANCER)).contains("curl: (28)");
    assertThat(cluster.onNode("worker-1", "curl -sS -m 3 " + BALANCER)).contains("nginx");

    cluster.api(
        client ->
            client.update(
                ResourceTypes.SERVICES,
                client
                    .get(ResourceTypes.SERVICES, "default", "ranged")
                    .edit(json -> json.withObject("/spec").remove("loadBalancerSourceRanges"))));
    cluster.pass(Duration.ofSeconds(3));
    assertThat(curl(BALANCER)).isEqualTo("200\n");
    assertThat(rules("nat")).noneMatch(line -> line.contains("KUBE-FW-"));
  }

  @Test
  void the_health_check_node_port_reports_the_local_endpoints() {
    int port =
        balanced("near", "externalTrafficPolicy: Local").at("/spec/healthCheckNodePort").asInt();

    assertThat(cluster.onNode("control-plane", "curl -si -m 3 worker-2:" + port))
        .startsWith("HTTP/1.1 200 OK")
        .contains("X-Load-Balancing-Endpoint-Weight: 1")
        .endsWith(
            """
            {
            \t"service": {
            \t\t"namespace": "default",
            \t\t"name": "near"
            \t},
            \t"localEndpoints": 1,
            \t"serviceProxyHealthy": true
            }\
            """);
    assertThat(cluster.onNode("control-plane", "curl -si -m 3 worker-1:" + port))
        .startsWith("HTTP/1.1 503 Service Unavailable")
        .contains("\"localEndpoints\": 0");

    cluster.api(
        client -> {
          client.delete(ResourceTypes.SERVICES, "default", "near", DeleteOptions.background());
          return true;
        });
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.onNode("control-plane", "curl -sS -m 3 worker-2:" + port))
        .contains("curl: (7)");
  }
}
