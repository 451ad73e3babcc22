package dev.cnilab.lab.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.Given;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pod a veth belongs to, based on a node's output. */
class VethPairsTest {

  private static final String PRINTED =
      """
      4: cni0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP group default qlen 1000
          link/ether 26:5d:1f:07:67:25 brd ff:ff:ff:ff:ff:ff
          inet 10.244.1.1/24 brd 10.244.1.255 scope global cni0
      5: veth9f94dacd@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP group default qlen 1000
          link/ether c6:89:6a:89:b6:b3 brd ff:ff:ff:ff:ff:ff link-netns cni-8f01
      7: vethf9b9597f@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master cni0 state UP group default qlen 1000
          link/ether de:6b:27:33:87:b2 brd ff:ff:ff:ff:ff:ff link-netns cni-0cd1
      ### cni-8f01
      2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP group default qlen 1000
          link/ether b6:8e:b7:1d:5b:2b brd ff:ff:ff:ff:ff:ff link-netnsid 0
          inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0
      ### cni-0cd1
      2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP group default qlen 1000
          link/ether 42:b1:c1:d0:2e:b5 brd ff:ff:ff:ff:ff:ff link-netnsid 0
          inet 10.244.1.3/24 brd 10.244.1.255 scope global eth0
      """;

  private static VethPairs read() throws IOException {
    try (FakeApi api = new FakeApi()) {
      Cluster cluster = api.cluster();
      NodeShells shells = new NodeShells(cluster, new Waiter(ClusterClock.Wall::new));
      return VethPairs.read(
          new Node(shells, Given.node("worker-1", "10.244.1.0/24", true)),
          List.of(
              new Pod(
                  cluster,
                  shells.guard(),
                  Given.pod("nettest-1", "worker-1", "10.244.1.2", Map.of())),
              new Pod(
                  cluster,
                  shells.guard(),
                  Given.pod("newcomer", "worker-1", "10.244.1.3", Map.of()))),
          new Output("$ ip", "ip", new ExecResult(PRINTED, "", 0)));
    }
  }

  @Test
  void veth_ends_are_paired_by_their_indexes() throws IOException {
    assertThat(read().list())
        .extracting(pair -> pair.pod() + " " + pair.nodeEnd().orElseThrow().name())
        .containsExactly("nettest-1 veth9f94dacd", "newcomer vethf9b9597f");
  }

  @Test
  void a_veth_without_a_bridge_has_a_fault() throws IOException {
    assertThat(read().of("nettest-1").orElseThrow().fault())
        .isEqualTo("veth9f94dacd is in no bridge");
    assertThat(read().of("newcomer").orElseThrow().isPlugged()).isTrue();
  }

  @Test
  void the_picture_has_a_description_in_words() throws IOException {
    assertThat(new Topology(List.of(read())).view().text())
        .contains("nettest-1 with 10.244.1.2, cut off: veth9f94dacd is in no bridge")
        .contains("newcomer with 10.244.1.3, plugged in by vethf9b9597f");
    assertThat(new Topology(List.of(read())).view().html()).contains("class=\"cut\"");
  }
}
