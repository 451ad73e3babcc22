package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.cnilab.netsim.route.RouteRequest;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** flanneld on a machine, with an API server and without a kubelet. */
class FlanneldTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.bare();
  private final ApiClient client = node.server().client(User.apiServer());
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Map<String, String> environment =
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

  private void create(ResourceType type, String json) throws Exception {
    JsonNode object =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.replace('\'', '"'));
    ((ObjectNode) object).put("apiVersion", type.apiVersion()).put("kind", type.kind());
    client.create(type, KubeObject.of((ObjectNode) object));
  }

  private void assign(String name, String cidr) {
    node.run(
        () ->
            client.update(
                ResourceTypes.NODES,
                client
                    .get(ResourceTypes.NODES, "", name)
                    .edit(json -> json.withObject("/spec").put("podCIDR", cidr))));
  }

  private Process flanneld(String... flags) {
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

  private String log() {
    return log.toString(StandardCharsets.UTF_8)
        .replaceAll("(?m)^([IWE])\\d{4} [0-9:.]+ +\\d+ ", "$1 ");
  }

  @Test
  void without_a_pod_cidr_it_says_so_and_ends() {
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:384] Error registering network: failed to acquire lease: node \"node-2\" pod"
                + " cidr not assigned\n");
  }

  @Test
  void it_ends_if_the_link_it_is_to_use_is_not_there() {
    assign("node-2", "10.244.1.0/24");
    Process process = flanneld("--iface=eth9");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .contains("iface:[eth9]")
        .endsWith(
            "I main.go:336] Could not find valid interface matching eth9: error looking up"
                + " interface eth9: route ip+net: no such network interface\n"
                + "E main.go:367] Failed to find interface to use that matches the interfaces"
                + " and/or regexes provided\n");
  }

  @Test
  void it_uses_the_link_it_is_told_and_tells_the_address_it_is_told() {
    assign("node-2", "10.244.1.0/24");
    node.sh(
        "ip link add name other type bridge; ip addr add 192.0.2.5/24 dev other; ip link set other"
            + " up");
    flanneld("--iface-regex=^oth", "--public-ip=203.0.113.9");

    assertThat(node.sh("ip -d link show flannel.1")).contains("local 203.0.113.9 dev other");
    assertThat(annotation("public-ip")).isEqualTo("203.0.113.9");
  }

  @Test
  void every_option_it_tells_is_the_one_it_was_given_and_goes_by() {
    assign("node-2", "10.244.1.0/24");
    flanneld(
        "--subnet-file=/run/other/subnet.env",
        "--healthz-port",
        "9999",
        "--iptables-forward-rules=false");

    assertThat(log())
        .contains("subnetFile:/run/other/subnet.env", "healthzPort:9999")
        .contains("iptablesForwardRules:false", "Start healthz server on 0.0.0.0:9999")
        .contains("Wrote subnet file to /run/other/subnet.env")
        .doesNotContain("FORWARD chain");
    assertThat(node.sh("cat /run/other/subnet.env")).contains("FLANNEL_SUBNET=10.244.1.1/24");
    assertThat(node.sh("ss -ltn")).contains(":9999");
    assertThat(node.sh("iptables -S")).doesNotContain("FLANNEL-FWD");
  }

  @Test
  void an_option_that_it_does_not_know_or_cannot_obey_ends_it() {
    assertThat(node.run(flanneld("--bogus")::await)).isEqualTo(0);
    assertThat(log()).contains("flag provided but not defined: -bogus");
    assertThat(node.run(flanneld("--public-ipv6=2001:db8::1")::await)).isEqualTo(0);
    assertThat(log()).contains("-public-ipv6 is not modelled here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ip-masq=maybe                      | invalid boolean value "maybe" for -ip-masq: parse error
          --healthz-port=http                  | invalid value "http" for flag -healthz-port: parse error
          --iptables-resync=1s                 | invalid value "1s" for flag -iptables-resync: parse error
          --healthz-port=0xfffffffffffffffff   | invalid value "0xfffffffffffffffff" for flag -healthz-port: value out of range
          -v=5                                 | -v is not modelled here
          --subnet-lease-renew-margin=0        | Invalid subnet-lease-renew-margin option, out of acceptable range
          --public-ip=rubbish                  | Failed to find any valid interface to use: error looking up interface rubbish: route ip+net: no such network interface
          --public-ip=203.0.113.9              | Failed to find any valid interface to use: error looking up interface 203.0.113.9: no interface with given IP found
          """)
  void a_value_that_it_cannot_use_ends_it(String option, String words) {
    assign("node-2", "10.244.1.0/24");
    node.run(flanneld(option)::await);

    assertThat(log()).contains(words);
  }

  @Test
  void the_server_of_its_health_listens_where_it_is_told() {
    assign("node-2", "10.244.1.0/24");
    node.sh("ip link set lo up");
    flanneld("--healthz-ip=127.0.0.1", "--healthz-port=9999");

    assertThat(node.sh("ss -ltn")).contains("127.0.0.1:9999");
    assertThat(node.sh("curl -s http://127.0.0.1:9999/readyz")).isEqualTo("flanneld is ready");
    node.run(flanneld("--healthz-ip=203.0.113.9", "--healthz-port=9998")::await);
    assertThat(log())
        .contains(
            "Start healthz server error. listen tcp 203.0.113.9:9998: bind: cannot assign requested"
                + " address");
  }

  @Test
  void without_a_pause_rules_come_back_at_once_and_time_goes_on() {
    assign("node-2", "10.244.1.0/24");
    flanneld("--iptables-resync=0", "--ip-masq-fully-random-disable");
    node.sh("iptables -t nat -F FLANNEL-POSTRTG");
    node.loop().advance(Duration.ofMillis(200));

    assertThat(node.sh("iptables-save -t nat"))
        .contains("MASQUERADE")
        .doesNotContain("--random-fully");
  }

  @Test
  void variables_stand_for_options_that_are_not_given() {
    assign("node-2", "10.244.1.0/24");
    environment.put("FLANNELD_HEALTHZ_PORT", "9997");
    environment.put("FLANNELD_IP_MASQ", "false");
    environment.put("FLANNELD_IPTABLES_RESYNC", "often");
    flanneld("--ip-masq=1");

    assertThat(node.sh("ss -ltn")).contains(":9997");
    assertThat(log())
        .contains("ipMasq:true", "healthzPort:9997")
        .contains("invalid value \"often\" for FLANNELD_IPTABLES_RESYNC: parse error");
  }

  @Test
  void rules_of_another_subnet_and_of_a_run_with_nftables_are_taken_away() {
    assign("node-2", "10.244.1.0/24");
    node.sh(
        "mkdir -p /run/flannel; echo FLANNEL_NETWORK=10.9.0.0/16 > /run/flannel/subnet.env;"
            + " iptables -t nat -N FLANNEL-POSTRTG;"
            + " iptables -t nat -A FLANNEL-POSTRTG -s 10.9.0.0/16 -j RETURN;"
            + " nft add table ip flannel-ipv4; nft add table ip mine");
    flanneld();

    assertThat(node.sh("nft list tables")).contains("mine").doesNotContain("flannel");
    assertThat(node.sh("iptables -t nat -S FLANNEL-POSTRTG"))
        .contains("10.244.1.0/24")
        .doesNotContain("10.9.0.0");
    assertThat(log())
        .contains("trying to recycle old iptables rules", "Cleaning-up nftables rules...");
  }

  @Test
  void without_its_configuration_it_names_the_file() {
    node.sh("rm /etc/kube-flannel/net-conf.json");
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "Failed to create SubnetManager: failed to read net conf: open"
                + " /etc/kube-flannel/net-conf.json: no such file or directory\n");
  }

  @Test
  void it_annotates_its_node_makes_its_link_and_writes_its_file() {
    assign("node-2", "10.244.1.0/24");
    flanneld();

    KubeObject own = node.run(() -> client.get(ResourceTypes.NODES, "", "node-2"));
    assertThat(own.annotations())
        .containsEntry("flannel.alpha.coreos.com/public-ip", "172.30.0.12")
        .containsEntry("flannel.alpha.coreos.com/backend-type", "vxlan")
        .containsEntry("flannel.alpha.coreos.com/kube-subnet-manager", "true");
    assertThat(own.annotations().get("flannel.alpha.coreos.com/backend-data"))
        .matches("\\{\"VNI\":1,\"VtepMAC\":\"[0-9a-f:]{17}\"}");
    assertThat(own.at("/status/conditions").toString())
        .contains("NetworkUnavailable", "FlannelIsUp", "Flannel is running on this node");
    assertThat(node.sh("cat /run/flannel/subnet.env"))
        .isEqualTo(
            "FLANNEL_NETWORK=10.244.0.0/16\n"
                + "FLANNEL_SUBNET=10.244.1.1/24\n"
                + "FLANNEL_MTU=1450\n"
                + "FLANNEL_IPMASQ=true\n");
    assertThat(node.sh("ip -d link show flannel.1"))
        .contains("mtu 1450", "vxlan id 1 local 172.30.0.12 dev eth0", "dstport 8472 nolearning");
    assertThat(node.sh("ip -4 -o addr show flannel.1")).contains("10.244.1.0/32");
    assertThat(log())
        .contains(
            "I main.go:481] Wrote subnet file to /run/flannel/subnet.env\n"
                + "I main.go:484] flannel is ready\n"
                + "I main.go:488] Running backend.\n"
                + "I vxlan_network.go:68] watching for new subnet leases\n"
                + "I vxlan_network.go:126] starting vxlan device watcher\n"
                + "I main.go:509] Waiting for all goroutines to exit\n");
  }

  private void another() {
    another("vxlan", "{\\'VNI\\':1,\\'VtepMAC\\':\\'e6:dd:11:9e:5e:6b\\'}");
  }

  private void another(String backend, String data) {
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

  @Test
  void another_node_gets_a_route_a_neighbour_and_a_vtep_until_it_is_gone() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another();

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink");
    assertThat(node.sh("ip neigh show dev flannel.1"))
        .isEqualTo("10.244.2.0 lladdr e6:dd:11:9e:5e:6b PERMANENT \n");
    assertThat(node.sh("bridge fdb show dev flannel.1"))
        .isEqualTo("e6:dd:11:9e:5e:6b dst 172.30.0.13 self permanent\n");
    assertThat(log())
        .contains(
            "I vxlan_network.go:340] Received Subnet Event with VxLan: BackendType: vxlan,"
                + " PublicIP: 172.30.0.13, PublicIPv6: (nil), BackendData:"
                + " {\"VNI\":1,\"VtepMAC\":\"e6:dd:11:9e:5e:6b\"}, BackendV6Data: (nil)");

    node.run(
        () -> {
          client.delete(
              ResourceTypes.NODES,
              "",
              "node-3",
              dev.cnilab.cluster.client.DeleteOptions.background());
          return true;
        });
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(node.sh("bridge fdb show dev flannel.1")).isEmpty();
  }

  @Test
  void a_deleted_device_is_recreated_at_once_and_routes_return_when_flanneld_restarts() {
    assign("node-2", "10.244.1.0/24");
    Process process = flanneld();
    another();
    String mac = node.sh("ip -o link show flannel.1").replaceFirst("(?s).*ether (\\S+).*", "$1");
    node.sh("ip link delete flannel.1");

    assertThat(node.sh("sleep 0.01; ip -o link show flannel.1")).contains("state UNKNOWN", mac);
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(log())
        .contains(
            "I vxlan_network.go:172] Interface flannel.1 deleted\n"
                + "I vxlan_network.go:102] vxlan device missing, attempting to recreate...\n",
            "I vxlan.go:199] Interface flannel.1 mac address set to: " + mac + "\n",
            "I vxlan_network.go:308] VXLAN device flannel.1 recreated successfully\n");

    node.run(
        () -> {
          process.kill(Signal.TERM);
          return process.await();
        });
    flanneld();
    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink");
  }

  @Test
  void data_that_is_not_json_is_reported_in_the_decoders_words() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another("vxlan", "");

    assertThat(log())
        .contains(
            "PublicIP: 172.30.0.13, PublicIPv6: (nil), BackendData: (nil), BackendV6Data: (nil)\n"
                + "E vxlan_network.go:355] error decoding subnet lease JSON: unexpected end of JSON"
                + " input\n");
  }

  @Test
  void an_annotation_overrides_the_address_that_it_publishes() {
    assign("node-2", "10.244.1.0/24");
    annotate("public-ip-overwrite", "172.30.0.77");
    flanneld();

    assertThat(annotation("public-ip")).isEqualTo("172.30.0.77");
    assertThat(node.sh("ip -d link show flannel.1")).contains("local 172.30.0.12 dev eth0");
    assertThat(log())
        .contains(
            "I kube.go:438] Overriding public ip with '172.30.0.77' from node annotation"
                + " 'flannel.alpha.coreos.com/public-ip-overwrite'\n");
  }

  private void annotate(String name, String value) {
    node.run(
        () ->
            client.update(
                ResourceTypes.NODES,
                client
                    .get(ResourceTypes.NODES, "", "node-2")
                    .edit(
                        json ->
                            json.withObject("/metadata/annotations")
                                .put("flannel.alpha.coreos.com/" + name, value))));
  }

  private String annotation(String name) {
    return node.run(
        () ->
            client
                .get(ResourceTypes.NODES, "", "node-2")
                .annotations()
                .get("flannel.alpha.coreos.com/" + name));
  }

  @Test
  void rules_that_are_removed_come_back() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    node.sh("iptables -t nat -F FLANNEL-POSTRTG");
    node.loop().advance(Duration.ofSeconds(6));

    assertThat(node.sh("iptables -t nat -S FLANNEL-POSTRTG"))
        .contains(
            "-s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment \"flanneld masq\" -j"
                + " MASQUERADE");
  }

  private void configure(String json) {
    node.write("/etc/kube-flannel/net-conf.json", json.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rubbish                               | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid character 'r' looking for beginning of value
          []                                    | main.go:251] Failed to create SubnetManager: error parsing subnet config: json: cannot unmarshal array into Go value of type subnet.Config
          {'Network': 'here'}                   | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid CIDR address: here
          {'Network': 7}                        | main.go:251] Failed to create SubnetManager: error parsing subnet config: invalid CIDR address: 7
          {'EnableIPv4': 'yes'}                 | main.go:251] Failed to create SubnetManager: error parsing subnet config: json: cannot unmarshal string into Go struct field Config.EnableIPv4 of type bool
          {'EnableIPv6': true}                  | main.go:251] Failed to create SubnetManager: error parsing subnet config: EnableIPv6 is not modelled here; leave it out, or set it to false
          {'Backend': {'Type': 7}}              | main.go:251] Failed to create SubnetManager: error parsing subnet config: error decoding Backend property of config: json: cannot unmarshal number into Go struct field .Type of type string
          {'EnableIPv4': false}                 | main.go:284] none defined stack
          {'Backend': {'Type': 'VXLAM'}}        | main.go:376] Error fetching backend: unknown backend type: vxlam
          {'Backend': {}}                       | main.go:376] Error fetching backend: unknown backend type: ``
          {'Network': '10.244.0.0/16'}          | main.go:376] Error fetching backend: backend type udp is not modelled here; vxlan, host-gw and ipip are
          {'Backend': {'Type': 'host-gw'}}      | main.go:384] Error registering network: failed to acquire lease: subnet "0.0.0.0/0" specified in the flannel net config doesn't contain "10.244.1.0/24" PodCIDR of the "node-2" node
          {'Network': '10.9.0.0/16', 'Backend': {'Type': 'vxlan'}} | main.go:384] Error registering network: failed to acquire lease: subnet "10.9.0.0/16" specified in the flannel net config doesn't contain "10.244.1.0/24" PodCIDR of the "node-2" node
          {'Backend': {'Type': 'vxlan', 'Port': 'x'}} | main.go:384] Error registering network: error decoding VXLAN backend config: json: cannot unmarshal string into Go struct field VXLANConfig.port of type int
          {'Backend': {'Type': 'vxlan', 'GBP': true}} | main.go:384] Error registering network: error decoding VXLAN backend config: GBP is not modelled here; leave it out
          {'Backend': {'Type': 'ipip', 'DirectRouting': 1}} | main.go:384] Error registering network: error decoding IPIP backend config: json: cannot unmarshal number into Go struct field .DirectRouting of type bool
          """)
  void a_configuration_that_it_cannot_use_ends_it_with_the_reason(String json, String words) {
    assign("node-2", "10.244.1.0/24");
    configure(json);
    Process process = flanneld();

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log()).endsWith("E " + words.replace("``", "") + "\n");
  }

  @Test
  void with_host_gw_the_other_node_is_the_router_to_its_pods() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    node.sh("ip route add 10.244.2.0/24 via 172.30.0.7");
    flanneld();
    another("host-gw", "null");

    assertThat(node.sh("ip route"))
        .contains("10.244.2.0/24 via 172.30.0.13 dev eth0 ")
        .doesNotContain("172.30.0.7");
    assertThat(node.sh("ip link show flannel.1 2>&1")).contains("does not exist");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1500");
    assertThat(own("flannel.alpha.coreos.com/backend-type")).isEqualTo("host-gw");
    assertThat(own("flannel.alpha.coreos.com/backend-data")).isEqualTo("null");
    assertThat(log())
        .contains(
            "I main.go:488] Running backend.\n"
                + "I route_network.go:56] Watching for new subnet leases\n",
            "BackendType:\"host-gw\", BackendData:json.RawMessage{0x6e, 0x75, 0x6c, 0x6c}",
            "I route_network.go:93] Subnet added: 10.244.2.0/24 via 172.30.0.13\n"
                + "W route_network.go:152] Replacing existing route to {Ifindex: 2 Dst:"
                + " 10.244.2.0/24 Src: <nil> Gw: 172.30.0.7 Flags: [] Table: 254 Realm: 0} with"
                + " {Ifindex: 2 Dst: 10.244.2.0/24 Src: <nil> Gw: 172.30.0.13 Flags: [] Table: 0"
                + " Realm: 0}\n");
  }

  private String own(String annotation) {
    return node.run(
        () -> client.get(ResourceTypes.NODES, "", "node-2").annotations().get(annotation));
  }

  @Test
  void a_route_of_host_gw_that_somebody_deletes_comes_back_within_ten_seconds() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    flanneld();
    another("host-gw", "null");
    node.sh("ip route del 10.244.2.0/24");
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    node.loop().advance(Duration.ofSeconds(10));

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 172.30.0.13 dev eth0");
    assertThat(log())
        .contains("I route_network.go:254] Route recovered 10.244.2.0/24 : 172.30.0.13\n");
  }

  @Test
  void host_gw_tells_of_a_node_that_is_on_no_link_of_its_own_and_refuses_a_foreign_address() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    node.sh("ip addr add 198.51.100.9/24 dev eth0; ip addr del 172.30.0.12/24 dev eth0");
    node.sh("ip route add default via 198.51.100.1");
    flanneld();
    another("host-gw", "null");
    assertThat(log())
        .contains(
            "E route_network.go:168] Error adding route to {Ifindex: 2 Dst: 10.244.2.0/24 Src:"
                + " <nil> Gw: 172.30.0.13 Flags: [] Table: 0 Realm: 0}: network is unreachable\n");

    assertThat(node.run(flanneld("--iface=eth0", "--public-ip=203.0.113.9")::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:376] Error fetching backend: your PublicIP differs from interface IP,"
                + " meaning that probably you're on a NAT, which is not supported by host-gw"
                + " backend\n");
  }

  @Test
  void with_ipip_routes_lead_into_a_tunnel_that_is_made_anew_where_it_begins_elsewhere() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'ipip'}}");
    node.run(
        () ->
            node.machine()
                .networkNamespace()
                .links()
                .addIpip("flannel.ipip", Ipv4Address.parse("192.0.2.1"), null));
    flanneld();
    another("ipip", "null");

    assertThat(node.sh("ip route"))
        .contains("10.244.2.0/24 via 172.30.0.13 dev flannel.ipip onlink");
    assertThat(node.sh("ip -d link show flannel.ipip"))
        .contains("mtu 1480", "remote any local 172.30.0.12");
    assertThat(node.sh("ip -4 -o addr show flannel.ipip")).contains("10.244.1.0/32");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1480");
    assertThat(log())
        .contains(
            "I ipip.go:68] IPIP config: DirectRouting=false\n"
                + "W ipip.go:165] \"flannel.ipip\" already exists with incompatible attributes:"
                + " local=192.0.2.1 remote=0.0.0.0; recreating device\n"
                + "I ipip.go:187] current MTU of flannel.ipip is 0, setting it to 1480\n");
  }

  @Test
  void a_link_of_that_name_that_is_no_tunnel_is_left_alone() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'ipip'}}");
    node.sh("ip link add flannel.ipip type bridge");

    assertThat(node.run(flanneld()::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:384] Error registering network: flannel.ipip isn't an ipip mode device,"
                + " please remove device and try again\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vxlan", "ipip"})
  void with_direct_routing_a_neighbour_is_reached_without_the_tunnel(String backend) {
    assign("node-2", "10.244.1.0/24");
    configure(
        "{'Network': '10.244.0.0/16', 'Backend': {'Type': '%s', 'DirectRouting': true}}"
            .formatted(backend));
    flanneld();
    another(backend, "{\\'VNI\\':1,\\'VtepMAC\\':\\'e6:dd:11:9e:5e:6b\\'}");

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 172.30.0.13 dev eth0");
    assertThat(log()).contains("DirectRouting=true");
  }

  @Test
  void what_the_configuration_says_of_vxlan_is_what_the_tunnel_is() {
    assign("node-2", "10.244.1.0/24");
    configure(
        "{'network': '10.244.0.0/16', 'backend': {'type': 'vxlan', 'vni': 4096, 'port': 4789,"
            + " 'mtu': 1400, 'learning': true}}");
    flanneld();

    assertThat(node.sh("ip -d link show flannel.4096"))
        .contains("mtu 1350", "vxlan id 4096", "dstport 4789")
        .doesNotContain("nolearning");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1350");
    assertThat(log())
        .contains("VXLAN config: VNI=4096 Port=4789 GBP=false Learning=true DirectRouting=false");
  }

  @Test
  void the_lease_of_a_node_with_another_backend_leads_nowhere_and_it_says_so() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another("host-gw", "null");

    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(log())
        .endsWith(
            "W vxlan_network.go:342] ignoring non-vxlan v4Subnet(10.244.2.0/24) v6Subnet(::/0):"
                + " type=host-gw\n");
  }
}
