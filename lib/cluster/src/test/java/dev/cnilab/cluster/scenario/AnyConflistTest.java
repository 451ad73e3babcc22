package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the conflist contains: the node reports containerd's error, and survives. */
class AnyConflistTest {
  private static final String CONFLIST = "/etc/cni/net.d/10-flannel.conflist";
  @AutoClose private static TestCluster cluster;
  private static String good;
  private static String daemons;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    good = cluster.onNode("worker-1", "cat " + CONFLIST);
    daemons = daemons();
  }

  static Stream<byte[]> contents() {
    Random random = new Random(7);
    return Stream.concat(
        Stream.of("", "{", "null", "[]", "\"x\"", "{\"plugins\": 1}", "{\"name\": \"a\"}")
            .map(String::getBytes),
        Stream.generate(
                () -> {
                  byte[] bytes = new byte[random.nextInt(200)];
                  random.nextBytes(bytes);
                  return bytes;
                })
            .limit(20));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void an_invalid_conflist_makes_the_node_not_ready_until_it_is_repaired(byte[] bytes) {
    write(bytes);
    cluster.awaitNode("worker-1", "False");

    assertThat(cluster.onNode("worker-1", "crictl info"))
        .contains("\"lastCNILoadStatus\": \"cni config load failed: ");
    assertLives();
  }

  @Test
  void a_conflist_of_ten_megabytes_makes_the_node_not_ready() {
    byte[] large = new byte[10 * 1024 * 1024];
    java.util.Arrays.fill(large, (byte) '[');
    write(large);
    cluster.awaitNode("worker-1", "False");

    assertThat(cluster.onNode("worker-1", "crictl info"))
        .contains(
            "error parsing configuration list: invalid character '[' exceeded max depth: invalid");
    assertLives();
  }

  @Test
  void the_ingress_bandwidth_annotation_limits_a_pod() {
    write(
        good.replace("\"type\": \"portmap\"", "\"type\": \"bandwidth\"")
            .replace("portMappings", "bandwidth")
            .getBytes(StandardCharsets.UTF_8));
    cluster.pass(Duration.ofSeconds(6));
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: slow, annotations: {kubernetes.io/ingress-bandwidth: 1M}}
        spec:
          nodeName: worker-1
          terminationGracePeriodSeconds: 1
          containers: [{name: app, image: nginx}]
        """);
    cluster.awaitReady("slow");

    assertThat(cluster.onNode("worker-1", "tc qdisc show | grep tbf"))
        .contains(" rate 1Mbit burst 512Mb lat 25ms");
    cluster.delete("slow");
    write(good.getBytes(StandardCharsets.UTF_8));
    assertLives();
  }

  @Test
  void a_directory_in_place_of_the_conflist_counts_as_no_configuration() {
    cluster.onNode("worker-1", "rm " + CONFLIST + "; mkdir " + CONFLIST);
    cluster.awaitNode("worker-1", "False");
    assertThat(cluster.onNode("worker-1", "crictl info"))
        .contains("\"lastCNILoadStatus\": \"cni config load failed: no network config found in");
    cluster.onNode("worker-1", "rmdir " + CONFLIST);

    assertLives();
  }

  private static void write(byte[] bytes) {
    cluster.api(
        client -> {
          try {
            cluster.node("worker-1").machine().files().write(CONFLIST, bytes);
            return true;
          } catch (java.io.IOException inMemory) {
            throw new java.io.UncheckedIOException(inMemory);
          }
        });
  }

  private static String daemons() {
    return cluster.onNode("worker-1", "pgrep -l 'containerd|kubelet'");
  }

  private static void assertLives() {
    assertThat(daemons()).as("the processes from the start").isEqualTo(daemons);
    write(good.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(cluster.awaitNode("worker-1", "True")).isLessThan(Duration.ofSeconds(20));
  }
}
