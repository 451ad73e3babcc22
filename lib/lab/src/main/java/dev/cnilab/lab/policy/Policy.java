package dev.cnilab.lab.policy;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A NetworkPolicy. */
record Policy(Json json) {

  String name() {
    return json.text("/metadata/name");
  }

  /** Whether it isolates a pod in a direction. */
  boolean isolates(Party pod, Direction direction) {
    return json.text("/metadata/namespace").equals(pod.namespace())
        && new PodSelector(json.at("/spec/podSelector")).matches(pod.labels())
        && types().contains(direction.type());
  }

  /** The policyTypes; by default ingress, and egress if it has egress rules. */
  private List<String> types() {
    List<String> types = json.texts("/spec/policyTypes");
    if (!types.isEmpty()) {
      return types;
    }
    return json.list("/spec/egress").isEmpty() ? List.of("Ingress") : List.of("Ingress", "Egress");
  }

  /** The number, from 1, of the first rule that allows a connection; 0 if there is none. */
  int allowingRule(Direction direction, Party peer, Party target, Port port) {
    List<Json> rules = json.list(direction.rules());
    for (int index = 0; index < rules.size(); index++) {
      Json rule = rules.get(index);
      if (peers(rule.list(direction.peers()), peer) && ports(rule.list("/ports"), target, port)) {
        return index + 1;
      }
    }
    return 0;
  }

  private boolean peers(List<Json> peers, Party peer) {
    return peers.isEmpty() || peers.stream().anyMatch(each -> matches(each, peer));
  }

  private boolean matches(Json wanted, Party peer) {
    Json block = wanted.at("/ipBlock");
    if (!block.isAbsent()) {
      return Range.of(block.text("/cidr")).contains(peer.address())
          && block.texts("/except").stream()
              .noneMatch(except -> Range.of(except).contains(peer.address()));
    }
    Json namespaces = wanted.at("/namespaceSelector");
    boolean namespace =
        namespaces.isAbsent()
            ? peer.namespace().equals(json.text("/metadata/namespace"))
            : new PodSelector(namespaces).matches(peer.namespaceLabels());
    return namespace && new PodSelector(wanted.at("/podSelector")).matches(peer.labels());
  }

  /** Whether a rule admits IP blocks. */
  boolean namesAddresses(Direction direction) {
    return json.list(direction.rules()).stream()
        .flatMap(rule -> rule.list(direction.peers()).stream())
        .anyMatch(peer -> !peer.at("/ipBlock").isAbsent());
  }

  Stream<Gap> unknownPorts(List<Party> parties) {
    List<Party> selected =
        parties.stream().filter(each -> isolates(each, Direction.INGRESS)).toList();
    return json.list(Direction.INGRESS.rules()).stream()
        .flatMap(rule -> rule.list("/ports").stream())
        .map(port -> port.text("/port"))
        .filter(port -> port.matches("[a-z].*") && !selected.isEmpty())
        .filter(port -> selected.stream().noneMatch(each -> each.ports().containsKey(port)))
        .map(port -> gap("allows port '" + port + "', which none of the selected pods has"));
  }

  Stream<Gap> unknownNamespaces(Map<String, Map<String, String>> namespaces) {
    return Stream.of(Direction.values())
        .flatMap(
            direction ->
                json.list(direction.rules()).stream()
                    .flatMap(rule -> rule.list(direction.peers()).stream()))
        .map(peer -> peer.at("/namespaceSelector"))
        .filter(selector -> !selector.isAbsent())
        .filter(
            selector -> namespaces.values().stream().noneMatch(new PodSelector(selector)::matches))
        .map(selector -> gap("names namespaces by " + selector + ", which none has"));
  }

  private Gap gap(String says) {
    return new Gap(json.text("/metadata/namespace") + "/" + name(), says);
  }

  private static boolean ports(List<Json> ports, Party target, Port port) {
    return ports.isEmpty() || ports.stream().anyMatch(each -> matches(each, target, port));
  }

  private static boolean matches(Json wanted, Party target, Port port) {
    String protocol = wanted.text("/protocol");
    if (!(protocol.isEmpty() ? "TCP" : protocol).equals(port.protocol())) {
      return false;
    }
    String first = wanted.text("/port");
    if (first.isEmpty()) {
      return true;
    }
    int from =
        first.matches("\\d+") ? Integer.parseInt(first) : target.ports().getOrDefault(first, -1);
    int to = Math.max(from, wanted.number("/endPort"));
    return from <= port.number() && port.number() <= to;
  }
}
