package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Blocks and addresses of a pod network that has 16 of them: four blocks of four for three nodes.
 */
class CalicoIpamTest {
  private static final ClusterSpec SPEC =
      ClusterSpec.onDemand()
          .withCni(Cni.CALICO)
          .withPods(new PodNetwork(Ipv4Prefix.parse("10.244.0.0/16"), 24));

  @AutoClose private final TestCluster cluster = new TestCluster(SPEC);

  private ResourceType type(String plural) {
    return cluster.api(
        client ->
            client.types().stream()
                .filter(each -> each.group().equals("crd.projectcalico.org"))
                .filter(each -> each.plural().equals(plural))
                .findFirst()
                .orElseThrow());
  }

  private void create(String plural, String name, Consumer<ObjectNode> spec) {
    cluster.api(
        client ->
            client.create(
                type(plural),
                KubeObject.named(type(plural), "", name)
                    .edit(json -> spec.accept(json.putObject("spec")))));
  }

  /** Leaves the nodes one pool with eight addresses, in blocks of four. */
  private void narrow() {
    create(
        "ippools",
        "small",
        spec ->
            spec.put("cidr", "10.99.0.0/29")
                .put("blockSize", 30)
                .put("ipipMode", "Always")
                .put("natOutgoing", true)
                .put("nodeSelector", "all()"));
    cluster.api(
        client -> {
          KubeObject pool = client.get(type("ippools"), "", "default-ipv4-ippool");
          return client.update(
              type("ippools"), pool.edit(json -> json.withObject("/spec").put("disabled", true)));
        });
  }

  private void awaitFailure(String pod, String text) {
    cluster.await(
        "failure of " + pod,
        Duration.ofMinutes(1),
        () -> cluster.events(pod).stream().anyMatch(each -> each.text("/message").endsWith(text)));
  }

  @Test
  void each_node_has_an_address_block_and_pods_have_handles() {
    List<KubeObject> affinities = cluster.list(type("blockaffinities"));
    assertThat(affinities)
        .extracting(each -> each.text("/spec/node") + " " + each.text("/spec/state"))
        .containsExactlyInAnyOrder(
            "control-plane confirmed", "worker-1 confirmed", "worker-2 confirmed");
    cluster.podOn("worker-1", "one");
    cluster.awaitReady("one");
    KubeObject block =
        cluster.list(type("ipamblocks")).stream()
            .filter(each -> each.text("/spec/affinity").equals("host:worker-1"))
            .findFirst()
            .orElseThrow();
    assertThat(Ipv4Prefix.parse(block.text("/spec/cidr")).length()).isEqualTo(26);
    assertThat(block.at("/spec/attributes").toString())
        .contains("\"pod\":\"one\"", "ipip-tunnel-addr-worker-1");

    cluster.delete("one");
    cluster.await(
        "handle released",
        Duration.ofSeconds(30),
        () ->
            cluster.list(type("ipamblocks")).stream()
                .noneMatch(each -> each.toString().contains("\"pod\":\"one\"")));
  }

  @Test
  void a_node_borrows_addresses_when_the_blocks_are_used_up() {
    narrow();
    for (int i = 0; i < 4; i++) {
      cluster.podOn("worker-1", "first-" + i);
      cluster.awaitReady("first-" + i);
    }
    cluster.podOn("worker-2", "second-0");
    cluster.podOn("worker-2", "second-1");
    cluster.awaitReady("second-0");
    cluster.awaitReady("second-1");
    cluster.podOn("control-plane", "borrower");
    cluster.awaitReady("borrower");

    assertThat(cluster.inPod("first-0", "ping", "-c", "1", cluster.pod("borrower").ip()))
        .contains(" 0% packet loss");
    assertThat(cluster.onNode("worker-1", "ip route"))
        .contains(cluster.pod("borrower").ip() + " via 172.30.0.11 dev tunl0 proto bird onlink");

    cluster.podOn("worker-2", "last");
    cluster.awaitReady("last");
    cluster.podOn("worker-2", "too-many");
    awaitFailure(
        "too-many",
        "plugin type=\"calico\" failed (add): failed to request IPv4 addresses: Assigned 0 out of 1"
            + " requested IPv4 addresses; No IPs available in pools: [10.99.0.0/29]");

    cluster.delete("first-0");
    cluster.awaitReady("too-many");
  }

  @Test
  void invalid_ipv6_and_manual_pools_give_no_addresses() {
    create("ippools", "rubbish", spec -> spec.put("cidr", "nowhere"));
    create("ippools", "six", spec -> spec.put("cidr", "fd00::/48").put("blockSize", 122));
    cluster.pass(Duration.ofSeconds(15));
    cluster.podOn("worker-1", "still");
    cluster.awaitReady("still");
    assertThat(cluster.onNode("worker-1", "cat /var/log/pods/*/calico-node/*.log"))
        .contains(
            "IPPool rubbish: cidr nowhere is not available on this machine",
            "IPPool six: cidr fd00::/48 is not available on this machine");

    cluster.api(
        client -> {
          KubeObject pool = client.get(type("ippools"), "", "default-ipv4-ippool");
          return client.update(
              type("ippools"),
              pool.edit(json -> json.withObject("/spec").put("assignmentMode", "Manual")));
        });
    cluster.podOn("worker-1", "unasked");
    awaitFailure("unasked", "no configured Calico pools for node worker-1");
  }

  @Test
  void strict_affinity_prevents_borrowing() {
    create(
        "ipamconfigs",
        "default",
        spec -> spec.put("strictAffinity", true).put("autoAllocateBlocks", true));
    narrow();
    for (String node : List.of("worker-1", "worker-2")) {
      cluster.podOn(node, "on-" + node);
      cluster.awaitReady("on-" + node);
    }
    cluster.podOn("control-plane", "none");
    awaitFailure("none", "; No more free affine blocks and strict affinity enabled");
  }

  @Test
  void the_block_of_a_deleted_node_is_released() {
    cluster.node("worker-2").powerOff();
    cluster.api(
        client -> {
          client.delete(ResourceTypes.NODES, "", "worker-2", DeleteOptions.background());
          return true;
        });
    cluster.await(
        "its affinity gone",
        Duration.ofMinutes(8),
        () ->
            cluster.list(type("blockaffinities")).stream()
                .noneMatch(each -> each.text("/spec/node").equals("worker-2")));
    assertThat(cluster.list(type("ipamblocks")))
        .noneMatch(each -> each.text("/spec/affinity").equals("host:worker-2"));
    assertThat(cluster.onNode("worker-1", "ip route")).doesNotContain("172.30.0.13");
  }
}
