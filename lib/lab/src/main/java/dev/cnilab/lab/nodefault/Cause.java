package dev.cnilab.lab.nodefault;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/**
 * A cause of a broken pod network, roughly in the order of how often people ask about it. Each is
 * an ordinary change, made as a person would make it; its presence is detected from the node.
 */
public enum Cause {
  NO_CONFIGURATION(
      "the node has no CNI configuration that counts",
      "cd /etc/cni/net.d && mv 10-flannel.conflist 10-flannel.conflist.old"),
  UNREADABLE_CONFIGURATION(
      "the CNI configuration is there, but is not JSON",
      "sed -i 's/\"plugins\": \\[/\"plugins\": /' /etc/cni/net.d/10-flannel.conflist"),
  NO_AGENT(
      "the CNI's agent is gone, and with it the file it writes",
      "rm -f " + FlannelAgent.SUBNET_FILE),
  NO_FREE_ADDRESS(
      "every address of the node's range is taken",
      """
      cd /var/lib/cni/networks/cbr0 && net=$(sed -n 's/FLANNEL_SUBNET=\\(.*\\)\\.1\\/.*/\\1/p' %s) \
      && for i in $(seq 2 254); do [ -e $net.$i ] || printf '%%064d\\r\\neth0' $i > $net.$i; done\
      """
          .formatted(FlannelAgent.SUBNET_FILE)),
  SECOND_CONFIGURATION(
      "another CNI's configuration was left behind and comes first",
      """
      printf '{"cniVersion": "0.3.1", "name": "cilium", "plugins": [{"type": "cilium-cni"}]}' \
      > /etc/cni/net.d/05-cilium.conflist\
      """),
  NO_BINARY(
      "a plugin of the configuration has no program",
      "mv /opt/cni/bin/portmap /opt/cni/bin/.portmap"),
  OTHER_BRIDGE_ADDRESS(
      "the bridge has the address of another range",
      "ip addr flush dev cni0 && ip addr add 10.240.7.1/24 dev cni0"),
  TUNNEL_DROPPED(
      "a firewall drops the tunnel's packets between the nodes",
      "iptables -I INPUT -p udp --dport 8472 -j DROP"),
  NO_ROUTE("the node has lost its routes to the other nodes' pods", "ip route flush dev flannel.1");

  private static final String AGENTS = FlannelAgent.NAMESPACE + "/daemonset/kube-flannel-ds";

  /** A selector that matches no node. */
  private static final String NOWHERE =
      "spec: {template: {spec: {nodeSelector: {network: flannel}}}}";

  private final String words;
  private final String line;

  Cause(String words, String line) {
    this.words = words;
    this.line = line;
  }

  /** Its description as one of several answers. */
  public String words() {
    return words;
  }

  /** Its letter as an answer, where a question offers all causes in order. */
  public String letter() {
    return String.valueOf((char) ('a' + List.of(values()).indexOf(this)));
  }

  /** Whether new pods still start and are only cut off from other nodes. */
  public boolean letsPodsStart() {
    return this == TUNNEL_DROPPED || this == NO_ROUTE;
  }

  /** Makes the change. */
  public void bringAbout(ObjectChanges changes, Node node) {
    if (this == NO_AGENT) {
      changes.patch(AGENTS, NOWHERE);
    }
    node.change(line);
  }

  /** The evidence of the cause, if it is present. */
  public Optional<String> trace(NodeState state) {
    NodeCni cni = state.facts().cni();
    return switch (this) {
      case NO_CONFIGURATION ->
          given(cni.winner().isEmpty(), "no .conf, .conflist or .json file in /etc/cni/net.d");
      case UNREADABLE_CONFIGURATION ->
          cni.winner()
              .flatMap(file -> file.problem().map(problem -> file.name() + " is " + problem));
      case NO_AGENT -> noAgent(state);
      case NO_FREE_ADDRESS ->
          given(
              state.free() <= 0,
              "%d addresses are taken; pods on the node that have one: %d"
                  .formatted(state.facts().taken().size(), state.podAddresses().size()));
      case SECOND_CONFIGURATION ->
          cni.winner()
              .filter(file -> file.problem().isEmpty() && state.usesFlannel())
              .filter(file -> !file.plugins().contains("flannel"))
              .map(ConfigFile::name)
              .map(name -> name + " comes first");
      case NO_BINARY ->
          given(
              cni.usesFlannel() && !cni.missingBinaries().isEmpty(),
              "/opt/cni/bin has no " + String.join(", ", cni.missingBinaries()));
      case OTHER_BRIDGE_ADDRESS ->
          given(
              !state.facts().bridge().isEmpty()
                  && !state.facts().bridge().contains(state.node().gateway()),
              "cni0 has " + String.join(", ", state.facts().bridge()));
      case TUNNEL_DROPPED ->
          state.facts().drops().stream()
              .filter(rule -> rule.contains("--dport 8472"))
              .findFirst()
              .map(rule -> "iptables " + rule);
      case NO_ROUTE ->
          given(
              state.usesFlannel() && !state.unrouted().isEmpty(),
              "no route to " + String.join(", ", state.unrouted()));
    };
  }

  private static Optional<String> noAgent(NodeState state) {
    boolean runs = state.agents().stream().anyMatch(Pod::isReady);
    boolean file = !state.facts().subnet().isEmpty();
    return given(
        state.usesFlannel() && (!runs || !file),
        "%s Ready agent, %s %s"
            .formatted(runs ? "a" : "no", file ? "still a" : "no", FlannelAgent.SUBNET_FILE));
  }

  private static Optional<String> given(boolean there, String trace) {
    return there ? Optional.of(trace) : Optional.empty();
  }
}
