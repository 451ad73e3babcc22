package dev.cnilab.cluster.scenario;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A cluster with Services, and the rules that kube-proxy makes of them. */
abstract class ServicesOfKubeProxy {
  @AutoClose static TestCluster cluster;
  static List<String> rulesAtFirst;
  static String ipv6RulesAtFirst;
  static String tablesAtFirst;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    settle();
    rulesAtFirst = rules("control-plane", "mangle", "filter", "nat");
    ipv6RulesAtFirst = cluster.onNode("worker-1", "ip6tables-save | grep -v '^#'");
    tablesAtFirst = cluster.onNode("worker-1", "nft list tables");
    cluster.podOn("worker-1", "client");
    web("worker-1", "web-1");
    web("worker-2", "web-2");
    for (String pod : List.of("client", "web-1", "web-2")) {
      cluster.awaitReady(pod);
    }
    service("web", "selector: {tier: web}, ports: [{port: 80}]");
    settle();
  }

  static void web(String node, String name) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s, tier: web}}
        spec:
          terminationGracePeriodSeconds: 1
          nodeName: %s
          containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 80}]}]
        """
            .formatted(name, name, node));
  }

  static void service(String name, String spec) {
    cluster.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {%s}}".formatted(name, spec));
  }

  static void settle() {
    cluster.pass(Duration.ofSeconds(3));
  }

  static List<String> rules(String node, String... tables) {
    return Stream.of(tables)
        .flatMap(table -> cluster.onNode(node, "iptables -t " + table + " -S").lines())
        .toList();
  }

  static String address(String service) {
    return cluster.get(ResourceTypes.SERVICES, service).text("/spec/clusterIP");
  }

  static String curl(String from, String url) {
    return cluster.inPod(
        from, "curl", "-sS", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}\\n", url);
  }

  /** What {@code iptables-save} wrote, in the form of {@code iptables -S}. */
  static List<String> saved(String resource) throws IOException {
    try (InputStream in = ServiceTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("*") && !line.equals("COMMIT"))
          .map(line -> line.replaceFirst("^:(\\S+) - .*", "-N $1"))
          .map(line -> line.replaceFirst("^:(\\S+) (\\S+) .*", "-P $1 $2"))
          .toList();
    }
  }

  static String chainOf(String service) {
    return rules("worker-1", "nat").stream()
        .filter(line -> line.contains("\"default/" + service + " cluster IP\""))
        .map(line -> line.replaceFirst(".*-j KUBE-SV.-", ""))
        .findFirst()
        .orElseThrow();
  }

  static long requests(String pod) {
    return cluster.logs(pod).lines().filter(line -> line.contains("\"GET / ")).count();
  }
}
