package dev.cnilab.cluster.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A node on a LAN that runs flanneld. */
abstract class FlanneldNode {
  @AutoClose final RuntimeNode node = RuntimeNode.bare();
  final ApiClient client = node.server().client(User.apiServer());
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  final Map<String, String> environment =
      new TreeMap<>(Map.of("POD_NAME", "agent", "POD_NAMESPACE", "kube-flannel"));

  @BeforeEach
  void aNodeOnALan() {
    node.write(
        "/etc/kube-flannel/net-conf.json",
        "{\"Network\": \"10.244.0.0/16\", \"Backend\": {\"Type\": \"vxlan\"}}");
    node.run(
        () -> {
          var links = node.machine().networkNamespace().links();
          Nic eth0 = links.addNic("eth0", node.machine().network().newSegment("lan"));
          eth0.inet().add(Ipv4Prefix.parse("172.30.0.12/24"));
          eth0.setUp();
          node.machine()
              .networkNamespace()
              .routes()
              .add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(Ipv4Address.parse("172.30.0.1"), eth0));
          Executables.write(node.machine().files(), "/usr/bin/flanneld", "flanneld");
          create(ResourceTypes.NAMESPACES, "{'metadata': {'name': 'kube-flannel'}}");
          create(
              ResourceTypes.SERVICE_ACCOUNTS,
              "{'metadata': {'name': 'default', 'namespace': 'kube-flannel'}}");
          create(ResourceTypes.NODES, "{'metadata': {'name': 'node-2'}}");
          create(
              ResourceTypes.PODS,
              "{'metadata': {'name': 'agent', 'namespace': 'kube-flannel'}, 'spec': {'nodeName':"
                  + " 'node-2', 'containers': [{'name': 'c', 'image': 'flannel'}]}}");
          return true;
        });
  }

  void create(ResourceType type, String json) throws Exception {
    JsonNode object =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.replace('\'', '"'));
    ((ObjectNode) object).put("apiVersion", type.apiVersion()).put("kind", type.kind());
    client.create(type, KubeObject.of((ObjectNode) object));
  }

  void assign(String name, String cidr) {
    node.run(
        () ->
            client.update(
                ResourceTypes.NODES,
                client
                    .get(ResourceTypes.NODES, "", name)
                    .edit(json -> json.withObject("/spec").put("podCIDR", cidr))));
  }

  Process flanneld(String... flags) {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/flanneld", "--ip-masq", "--kube-subnet-mgr"));
    command.addAll(List.of(flags));
    Sink sink = new Sink(log::writeBytes, () -> {});
    Process process =
        node.run(
            () ->
                node.machine()
                    .start(
                        ProcessSpec.of(command.toArray(String[]::new))
                            .environment(environment)
                            .descriptor(1, sink)
                            .descriptor(2, sink)));
    node.loop().advance(Duration.ofSeconds(3));
    return process;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8)
        .replaceAll("(?m)^([IWE])\\d{4} [0-9:.]+ +\\d+ ", "$1 ");
  }

  void another() {
    another("vxlan", "{\\'VNI\\':1,\\'VtepMAC\\':\\'e6:dd:11:9e:5e:6b\\'}");
  }

  void another(String backend, String data) {
    node.run(
        () -> {
          create(
              ResourceTypes.NODES,
              "{'metadata': {'name': 'node-3', 'annotations':"
                  + (" {'flannel.alpha.coreos.com/backend-data': '" + data + "',")
                  + (" 'flannel.alpha.coreos.com/backend-type': '" + backend + "',")
                  + " 'flannel.alpha.coreos.com/kube-subnet-manager': 'true',"
                  + " 'flannel.alpha.coreos.com/public-ip': '172.30.0.13'}}, 'spec': {'podCIDR':"
                  + " '10.244.2.0/24'}}");
          return true;
        });
    node.loop().advance(Duration.ofSeconds(1));
  }

  String annotation(String name) {
    return node.run(
        () ->
            client
                .get(ResourceTypes.NODES, "", "node-2")
                .annotations()
                .get("flannel.alpha.coreos.com/" + name));
  }

  void configure(String json) {
    node.write("/etc/kube-flannel/net-conf.json", json.replace('\'', '"'));
  }

  String own(String annotation) {
    return node.run(
        () -> client.get(ResourceTypes.NODES, "", "node-2").annotations().get(annotation));
  }
}
