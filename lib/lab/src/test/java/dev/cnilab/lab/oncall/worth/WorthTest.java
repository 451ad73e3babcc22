package dev.cnilab.lab.oncall.worth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.FaultPlaceholders;
import dev.cnilab.lab.stage.ClusterSnapshot;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts is what a line shows, with any command, and where it looks. */
class WorthTest {

  private static final FaultPlaceholders SETTING =
      new FaultPlaceholders(
          Map.ofEntries(
              Map.entry("victim", "worker-1"),
              Map.entry("other", "worker-2"),
              Map.entry("client", "shop/app=client@worker-1"),
              Map.entry("get", "curl -s"),
              Map.entry("far-url", "http://db"),
              Map.entry("far-ip", "10.244.2.3"),
              Map.entry("far-port", "5432"),
              Map.entry("far", "db"),
              Map.entry("other-cidr", "10.244.2.0/24"),
              Map.entry("other-prefix", "10.244.2"),
              Map.entry("other-ip-node", "172.30.0.13"),
              Map.entry("program", "flannel"),
              Map.entry("agents", "kube-flannel/app=flannel"),
              Map.entry("agent", "kube-flannel/daemonset/kube-flannel-ds"),
              Map.entry("agent-name", "kube-flannel/kube-flannel-ds"),
              Map.entry("tunnel", "flannel.1"),
              Map.entry("tunnel-port", "8472"),
              Map.entry("near", "web"),
              Map.entry("conflist", "10-flannel.conflist"),
              Map.entry("db-ip", "10.96.7.7"),
              Map.entry("other-client", "shop/app=client@worker-2"),
              Map.entry("near-ip", "10.244.1.3"),
              Map.entry("near-port", "8080"),
              Map.entry("control-prefix", "10.244.0"),
              Map.entry("control-ip-node", "172.30.0.11"),
              Map.entry("near-url", "http://web"),
              Map.entry("control-cidr", "10.244.0.0/24"),
              Map.entry("network", "cbr0")));

  private static final String COREDNS =
      "deployments kube-system/coredns: {\"spec\":{\"replicas\":%d,\"selector\":{}}}";
  private static final String DB =
      "services shop/db: {\"spec\":{\"selector\":{\"app\":\"%s\"},\"type\":\"ClusterIP\"}}";
  private static final String ROUTE = "node worker-1: route ";

  private static void assertWorth(
      String worth, String fault, Set<String> whole, Set<String> broken, String typed) {
    String[] parts = typed.split(" => ", -1);
    assertThat(
            Worth.of(
                    Catalogue.fault(fault, SETTING),
                    new ClusterSnapshot(whole),
                    new ClusterSnapshot(broken))
                .of(new Typed(parts[0], parts.length == 1 ? "" : parts[1].replace(';', '\n'))))
        .isEqualTo(worth);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kubectl get deploy -A => NAME READY;coredns   0/0     0    0   5m | shows the cause",
        "kubectl -n kube-system get deploy coredns -o yaml => spec:;  replicas: 0 | shows the"
            + " cause",
        "kubectl -n kube-system get deploy coredns -o json => \"replicas\": 0, | shows the cause",
        "kubectl -n kube-system describe deploy coredns => Replicas:  0 desired | shows the cause",
        "kubectl -n kube-system scale deploy coredns --replicas 2 => scaled | the right place",
        "kubectl -n shop exec ds/client -- nslookup web => connection timed out | shows the"
            + " symptom",
        "kubectl get nodes => worker-1 Ready <none> 10m v1.37.2 | ``",
        "kubectl -n shop get deploy => web   1/1   1   1   5m | ``",
      })
  void the_evidence_of_an_object_is_recognized_in_any_output_format(String typed, String worth) {
    assertWorth(
        worth,
        "coredns-at-zero",
        Set.of(COREDNS.formatted(2)),
        Set.of(COREDNS.formatted(0)),
        typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kubectl get svc -o wide => db ClusterIP 10.96.7.7 5432/TCP app=database | shows the cause",
        "kubectl describe svc db => Selector:  app=database | shows the cause",
        "kubectl get svc => db ClusterIP 10.96.7.7 5432/TCP 5m | the right place",
        "kubectl get svc web -o yaml => app: web | ``",
      })
  void the_evidence_of_a_field_is_recognized_in_any_output_format(String typed, String worth) {
    assertWorth(
        worth,
        "service-selector",
        Set.of(DB.formatted("db")),
        Set.of(DB.formatted("database")),
        typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "./lab node worker-1 -- ip route => 10.244.1.0/24 dev cni0 | shows the cause",
        "./lab node worker-1 -- ip r show 10.244.2.0/24 => | shows the cause",
        "./lab node worker-1 -- ip link => 1: lo: <UP> | the right place",
        "./lab node worker-2 -- ip route => 10.244.1.0/24 dev cni0 | ``",
      })
  void the_absence_of_a_route_is_noticed_in_a_list_of_routes(String typed, String worth) {
    String own = ROUTE + "10.244.1.0/24 dev cni0";
    assertWorth(
        worth,
        "routes-lost",
        Set.of(own, ROUTE + "10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink"),
        Set.of(own),
        typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "./lab node worker-1 -- sysctl net.ipv4.ip_forward => net.ipv4.ip_forward = 0"
            + " | shows the cause",
        "./lab node worker-1 -- cat /proc/sys/net/ipv4/ip_forward => 0 | shows the cause",
        "./lab node worker-2 -- cat /proc/sys/net/ipv4/route => 0 | ``",
        "kubectl get pods -o name => 0 | ``",
      })
  void a_value_counts_as_evidence_only_where_it_was_looked_for(String typed, String worth) {
    String setting = "node worker-1: sysctl net.ipv4.ip_forward ";
    assertWorth(worth, "forwarding-off", Set.of(setting + "1"), Set.of(setting + "0"), typed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "./lab node worker-1 -- ls /opt/cni/bin => bridge;flannel | shows the cause",
        "./lab node worker-2 -- ls /opt/cni/bin => bridge;flannel;portmap | ``",
      })
  void the_absence_of_a_file_is_noticed_in_its_directory(String typed, String worth) {
    String program = "node worker-1: program 755 /opt/cni/bin/";
    assertWorth(
        worth,
        "plugin-missing",
        Set.of(program + "bridge 100", program + "portmap 100"),
        Set.of(program + "bridge 100"),
        typed);
  }
}
