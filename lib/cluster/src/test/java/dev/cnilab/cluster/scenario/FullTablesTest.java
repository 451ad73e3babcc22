package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.netsim.kernel.HeapPool;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes whose kernels have no more memory for rules, as other machines hold all of it. */
class FullTablesTest {
  private static final String NODE = "worker-1";
  private static final int SLICES = 12;
  private static final int ENDPOINTS_OF_SLICE = 100;

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());
  private final HeapPool.Holding others = HeapPool.TABLES.holding();

  @BeforeEach
  void othersHoldAll() {
    others.set(HeapPool.TABLES.free());
  }

  @AfterEach
  void free() {
    others.set(0);
  }

  private void largeService() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: large}
        spec: {ports: [{name: http, port: 80}]}
        """);
    for (int slice = 0; slice < SLICES; slice++) {
      StringBuilder endpoints = new StringBuilder();
      for (int i = 1; i <= ENDPOINTS_OF_SLICE; i++) {
        endpoints.append("- addresses: [192.0.%d.%d]\n".formatted(slice, i));
      }
      cluster.apply(
          """
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata: {name: large-%d, labels: {kubernetes.io/service-name: large}}
          addressType: IPv4
          ports: [{name: http, port: 80, protocol: TCP}]
          endpoints:
          %s\
          """
              .formatted(slice, endpoints));
    }
  }

  private String proxyLog() {
    return cluster.onNode(NODE, "cat /var/log/pods/kube-system_kube-proxy-*/kube-proxy/*.log");
  }

  private int endpoints() {
    return Integer.parseInt(
        cluster.onNode(NODE, "iptables -t nat -S | grep -c -- '--to-destination 192.0.'").strip());
  }

  @Test
  void kube_proxy_logs_a_full_table_and_writes_its_rules_once_there_is_room() {
    String before = cluster.onNode(NODE, "iptables -t nat -S KUBE-SERVICES");

    largeService();
    cluster.await(
        "the failure",
        Duration.ofSeconds(30),
        () -> proxyLog().contains("\"Failed to execute iptables-restore\""));

    assertThat(proxyLog()).contains("err=\"exit status 4: Cannot allocate memory\"");
    assertThat(cluster.onNode(NODE, "iptables -t nat -S KUBE-SERVICES")).isEqualTo(before);

    others.set(0);
    cluster.await(
        "all rules", Duration.ofMinutes(2), () -> endpoints() == SLICES * ENDPOINTS_OF_SLICE);
  }

  @Test
  void iptables_restore_without_memory_fails_and_changes_nothing() {
    String before = cluster.onNode(NODE, "iptables -S");

    String refused =
        cluster.onNode(
            NODE,
            "(echo '*filter'; echo ':MANY - [0:0]'; seq 8000 | sed 's/.*/-A MANY -j DROP/';"
                + " echo COMMIT) | iptables-restore -n 2>&1");

    assertThat(refused).contains("RULE_APPEND failed (Cannot allocate memory): rule in chain MANY");
    assertThat(cluster.onNode(NODE, "iptables -S")).isEqualTo(before);
  }
}
