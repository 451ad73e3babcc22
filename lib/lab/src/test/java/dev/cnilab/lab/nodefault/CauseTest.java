package dev.cnilab.lab.nodefault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.Given;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.cni.NodeFacts;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Printed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every cause is detected where it is, and a healthy node shows none. */
class CauseTest {

  private static final ConfigFile FLANNEL =
      new ConfigFile(
          "10-flannel.conflist",
          "{\"name\": \"cbr0\", \"plugins\": [{\"type\": \"flannel\"}, {\"type\": \"portmap\"}]}");

  @AutoClose private FakeApi api;
  private Node node;
  private Pod agent;

  // What tests change on a healthy node.
  private List<ConfigFile> files = List.of(FLANNEL);
  private List<String> binaries = List.of("flannel", "portmap");
  private String subnet = "10.244.1.1/24";
  private List<String> taken = List.of("10.244.1.2");
  private List<String> bridge = List.of("10.244.1.1/24");
  private List<String> remote = List.of("10.244.2.0/24");
  private List<String> drops = List.of();
  private boolean agentRuns = true;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
    node =
        new Node(
            new NodeShells(api.cluster(), new Waiter(ClusterClock.Wall::new)),
            Given.node("worker-1", "10.244.1.0/24", true));
    agent =
        new Pod(
            api.cluster(),
            new Guard(api.cluster()),
            Given.pod("agent", "worker-1", "172.30.0.12", Map.of()));
  }

  private List<FoundCause> found() {
    NodeCni cni = new NodeCni("worker-1", files, binaries, Printed.of(""));
    return FoundCause.on(
        List.of(
            new NodeState(
                node,
                new NodeFacts(cni, subnet, taken, bridge, remote, drops, Printed.of("")),
                agentRuns ? List.of(agent) : List.of(),
                List.of("10.244.1.2"),
                List.of("10.244.2.0/24"))));
  }

  private void assertFound(Cause cause, String trace) {
    assertThat(found()).extracting(FoundCause::cause).containsExactly(cause);
    assertThat(found().getFirst()).hasToString("worker-1: " + trace);
  }

  @Test
  void a_healthy_node_has_no_cause() {
    assertThat(found()).isEmpty();
  }

  @Test
  void a_node_with_another_plugin_has_no_cause() {
    files = List.of(new ConfigFile("10-x.conf", "{\"name\": \"x\", \"type\": \"ptp\"}"));
    binaries = List.of("ptp");
    agentRuns = false;
    subnet = "";
    remote = List.of();
    assertThat(found()).isEmpty();
  }

  @Test
  void a_file_with_another_extension_is_not_a_configuration() {
    files = List.of(new ConfigFile("10-flannel.conflist.old", FLANNEL.text()));
    assertFound(Cause.NO_CONFIGURATION, "no .conf, .conflist or .json file in /etc/cni/net.d");
  }

  @Test
  void a_file_that_is_not_json_is_an_unreadable_configuration() {
    files = List.of(new ConfigFile("10-flannel.conflist", "{\"plugins\": "));
    assertThat(found())
        .extracting(FoundCause::cause)
        .containsExactly(Cause.UNREADABLE_CONFIGURATION);
  }

  @Test
  void a_foreign_file_that_sorts_first_is_a_second_configuration() {
    files = List.of(new ConfigFile("05-x.conf", "{\"type\": \"x\"}"), FLANNEL);
    assertFound(Cause.SECOND_CONFIGURATION, "05-x.conf comes first");
  }

  @Test
  void a_plugin_without_a_binary_is_found() {
    binaries = List.of("flannel");
    assertFound(Cause.NO_BINARY, "/opt/cni/bin has no portmap");
  }

  @Test
  void a_missing_agent_without_its_file_is_found() {
    agentRuns = false;
    subnet = "";
    assertFound(Cause.NO_AGENT, "no Ready agent, no /run/flannel/subnet.env");
  }

  @Test
  void a_missing_agent_is_found_even_if_its_file_exists() {
    agentRuns = false;
    assertFound(Cause.NO_AGENT, "no Ready agent, still a /run/flannel/subnet.env");
  }

  @Test
  void an_exhausted_range_is_found() {
    taken = IntStream.rangeClosed(2, 254).mapToObj(last -> "10.244.1." + last).toList();
    assertFound(
        Cause.NO_FREE_ADDRESS, "253 addresses are taken; pods on the node that have one: 1");
  }

  @Test
  void a_bridge_with_an_address_of_another_range_is_found() {
    bridge = List.of("10.240.7.1/24");
    assertFound(Cause.OTHER_BRIDGE_ADDRESS, "cni0 has 10.240.7.1/24");
  }

  @Test
  void a_rule_that_drops_the_tunnel_is_found() {
    drops = List.of("-A INPUT -p udp -m udp --dport 8472 -j DROP");
    assertFound(Cause.TUNNEL_DROPPED, "iptables -A INPUT -p udp -m udp --dport 8472 -j DROP");
  }

  @Test
  void a_missing_route_is_found() {
    remote = List.of();
    assertFound(Cause.NO_ROUTE, "no route to 10.244.2.0/24");
  }
}
