package dev.cnilab.cluster.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent's view of policies and pods, maintained through a real API server. */
class PolicyWatchTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiClient client = loop.call(() -> new ApiServer(loop).client(User.apiServer()));
  private final List<PolicySnapshot> told = new ArrayList<>();

  @BeforeEach
  void twoPodsAndAPolicy() {
    create(ResourceTypes.NAMESPACES, "{'metadata': {'name': 'x', 'labels': {'team': 'blue'}}}");
    create(ResourceTypes.SERVICE_ACCOUNTS, "{'metadata': {'name': 'default', 'namespace': 'x'}}");
    pod("web", "'node-1'", "10.244.1.2");
    pod("client", "'node-2'", "10.244.2.2");
    create(
        ResourceTypes.NETWORK_POLICIES,
        "{'metadata': {'name': 'to-web', 'namespace': 'x'}, 'spec': {'podSelector': {'matchLabels':"
            + " {'app': 'web'}}, 'ingress': [{'ports': [{'port': 'http'}]}]}}");
    loop.call(
        () ->
            new PolicyWatch(loop, client, PolicyWatch.POD_STATUS, snapshot -> told.add(snapshot)));
    loop.advance(Duration.ofSeconds(1));
  }

  private void create(ResourceType type, String json) {
    ObjectNode object = (ObjectNode) Json.parse(json.replace('\'', '"'));
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    loop.call(() -> client.create(type, KubeObject.of(object)));
  }

  private void pod(String name, String node, String address) {
    create(
        ResourceTypes.PODS,
        """
        {'metadata': {'name': '%s', 'namespace': 'x', 'labels': {'app': '%s'}},
         'spec': {'nodeName': %s, 'containers': [{'name': 'c', 'image': 'nginx',
           'ports': [{'name': 'http', 'containerPort': 80}]}]}}
        """
            .formatted(name, name, node));
    loop.call(
        () ->
            client.patch(
                ResourceTypes.PODS,
                "x",
                name,
                Patch.merge(Json.parse("{\"status\":{\"podIP\":\"" + address + "\"}}"))
                    .ofStatus()));
  }

  private PolicySnapshot last() {
    return told.getLast();
  }

  @Test
  void the_initial_state_is_reported_once_and_completely() {
    assertThat(told).hasSize(1);
    assertThat(last().policies()).extracting(NetworkPolicy::toString).containsExactly("x/to-web");
    PolicyPod web = last().podsOn("node-1").getFirst();
    assertThat(web).hasToString("x/web");
    assertThat(last().isolating(web, PolicyType.INGRESS)).hasSize(1);
    assertThat(last().isolating(web, PolicyType.EGRESS)).isEmpty();
    assertThat(last().selected(last().policies().getFirst()))
        .containsExactly(Ipv4Address.parse("10.244.1.2"));
  }

  @Test
  void peers_resolve_to_pod_addresses_and_named_ports_to_pod_ports() {
    NetworkPolicy policy = last().policies().getFirst();
    var blue = new Peer.Pods(LabelSelector.of(Map.of("team", "blue")), LabelSelector.everything());
    var red = new Peer.Pods(LabelSelector.of(Map.of("team", "red")), LabelSelector.everything());

    assertThat(last().addresses(policy, blue))
        .extracting(Ipv4Address::toString)
        .containsExactly("10.244.1.2", "10.244.2.2");
    assertThat(last().addresses(policy, red)).isEmpty();
    assertThat(last().ports(new PolicyPort.Named(TransportProtocol.TCP, "http")))
        .extracting(PodPort::port)
        .containsExactly(80, 80);
    assertThat(last().ports(new PolicyPort.Named(TransportProtocol.UDP, "http"))).isEmpty();
  }

  @Test
  void simultaneous_relevant_changes_are_reported_together() {
    loop.call(
        () ->
            client.patch(
                ResourceTypes.NAMESPACES,
                "",
                "x",
                Patch.merge(Json.parse("{\"metadata\":{\"labels\":{\"team\":\"red\"}}}"))));
    loop.call(
        () ->
            client.patch(
                ResourceTypes.PODS,
                "x",
                "client",
                Patch.merge(Json.parse("{\"status\":{\"phase\":\"Succeeded\"}}")).ofStatus()));
    loop.call(
        () -> {
          client.delete(ResourceTypes.NETWORK_POLICIES, "x", "to-web", DeleteOptions.background());
          return true;
        });
    loop.advance(Duration.ofSeconds(1));

    assertThat(told).as("changes that come together are told together").hasSize(2);
    assertThat(last().policies()).isEmpty();
    assertThat(last().pods()).extracting(PolicyPod::name).containsExactly("web");
    assertThat(last().pods().getFirst().namespaceLabels()).containsEntry("team", "red");
  }

  @Test
  void a_change_without_effect_on_policies_is_not_reported() {
    loop.call(
        () ->
            client.patch(
                ResourceTypes.PODS,
                "x",
                "web",
                Patch.merge(Json.parse("{\"status\":{\"phase\":\"Running\"}}")).ofStatus()));
    loop.advance(Duration.ofSeconds(1));

    assertThat(told).hasSize(1);
  }
}
