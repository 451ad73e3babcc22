package dev.cnilab.lab.policy;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies of all namespaces.
 *
 * @param namespaces the labels of each
 */
public record Policies(List<Json> all, Map<String, Map<String, String>> namespaces) {

  public Policies {
    all = List.copyOf(all);
    namespaces = Map.copyOf(namespaces);
  }

  /** The policies of a cluster. */
  public static Policies of(Cluster cluster) {
    return new Policies(
        cluster.table("/apis/networking.k8s.io/v1/networkpolicies").objects(),
        cluster.table("/api/v1/namespaces").objects().stream()
            .collect(
                Collectors.toMap(
                    namespace -> namespace.text("/metadata/name"),
                    namespace -> namespace.fields("/metadata/labels"))));
  }

  /**
   * The policies after others are applied, which are added or replace those with the same name.
   *
   * @param usualNamespace the namespace of those that name none
   */
  public Policies with(List<Json> others, String usualNamespace) {
    Map<String, Json> byName = new LinkedHashMap<>();
    all.forEach(each -> byName.put(name(each, usualNamespace), each));
    others.stream()
        .filter(each -> each.text("/kind").equals("NetworkPolicy"))
        .map(each -> in(each, usualNamespace))
        .forEach(each -> byName.put(name(each, usualNamespace), each));
    return new Policies(List.copyOf(byName.values()), namespaces);
  }

  private static String name(Json policy, String usualNamespace) {
    String namespace = policy.text("/metadata/namespace");
    return (namespace.isEmpty() ? usualNamespace : namespace) + "/" + policy.text("/metadata/name");
  }

  private static Json in(Json policy, String namespace) {
    return policy.text("/metadata/namespace").isEmpty()
        ? Json.of(
            Map.of(
                "metadata",
                Map.of("name", policy.text("/metadata/name"), "namespace", namespace),
                "spec",
                policy.at("/spec").value()))
        : policy;
  }

  /** A pod as the policies see it. */
  public Party party(Pod pod) {
    return Party.of(pod, namespaces.getOrDefault(pod.namespace(), Map.of()));
  }

  /** Whether any policy selects a pod, whatever it allows. */
  public boolean concern(Party pod) {
    return all.stream()
        .map(Policy::new)
        .anyMatch(
            policy ->
                policy.isolates(pod, Direction.INGRESS) || policy.isolates(pod, Direction.EGRESS));
  }

  /** The ruling on a connection, which both directions must allow. */
  public Ruling about(Party from, Party to, Port port) {
    Decision out = decide(Direction.EGRESS, from, to, to, port);
    Decision in = decide(Direction.INGRESS, to, from, to, port);
    return new Ruling(out.allowed() && in.allowed(), List.of(out.because(), in.because()));
  }

  /**
   * Policies that admit no client to a port of a pod.
   *
   * @param others possible clients
   * @return empty if they admit one of these, or addresses outside the cluster
   */
  public Optional<Gap> closing(Party pod, Port port, List<Party> others) {
    List<Policy> isolating =
        all.stream()
            .map(Policy::new)
            .filter(each -> each.isolates(pod, Direction.INGRESS))
            .toList();
    return isolating.isEmpty()
            || isolating.stream().anyMatch(each -> each.namesAddresses(Direction.INGRESS))
            || others.stream()
                .anyMatch(each -> decide(Direction.INGRESS, pod, each, pod, port).allowed())
        ? Optional.empty()
        : Optional.of(
            new Gap(
                pod.namespace() + "/" + isolating.getFirst().name(),
                "isolates %s, and no rule of any policy lets a pod come to %s"
                    .formatted(pod.name(), port)));
  }

  /**
   * The policy, {@code namespace/name}, with a rule that allows a connection.
   *
   * @return empty if the connection is refused, or allowed because no policy isolates a side
   */
  public Optional<String> allowing(Party from, Party to, Port port) {
    return about(from, to, port).allowed()
        ? Stream.concat(
                allowing(Direction.EGRESS, from, to, to, port),
                allowing(Direction.INGRESS, to, from, to, port))
            .findFirst()
        : Optional.empty();
  }

  private Stream<String> allowing(
      Direction direction, Party pod, Party peer, Party target, Port port) {
    return all.stream()
        .map(Policy::new)
        .filter(policy -> policy.isolates(pod, direction))
        .filter(policy -> policy.allowingRule(direction, peer, target, port) > 0)
        .map(policy -> pod.namespace() + "/" + policy.name());
  }

  /** Rules with named ports that none of the selected pods has. */
  public List<Gap> unknownPorts(List<Party> parties) {
    return all.stream().flatMap(each -> new Policy(each).unknownPorts(parties)).toList();
  }

  /** Rules with namespace labels that no namespace has. */
  public List<Gap> unknownNamespaces() {
    return all.stream().flatMap(each -> new Policy(each).unknownNamespaces(namespaces)).toList();
  }

  private record Decision(boolean allowed, String because) {}

  private Decision decide(Direction direction, Party pod, Party peer, Party target, Port port) {
    List<Policy> isolating =
        all.stream().map(Policy::new).filter(each -> each.isolates(pod, direction)).toList();
    if (isolating.isEmpty()) {
      return new Decision(true, direction.word() + ": no policy isolates " + pod.name());
    }
    Optional<String> rule =
        isolating.stream()
            .filter(policy -> policy.allowingRule(direction, peer, target, port) > 0)
            .findFirst()
            .map(
                policy ->
                    "%s: rule %d of %s lets it pass"
                        .formatted(
                            direction.word(),
                            policy.allowingRule(direction, peer, target, port),
                            policy.name()));
    return rule.map(because -> new Decision(true, because))
        .orElseGet(
            () ->
                new Decision(
                    false,
                    "%s: %s isolate%s %s, and no rule lets it pass"
                        .formatted(
                            direction.word(),
                            isolating.stream().map(Policy::name).collect(Collectors.joining(", ")),
                            isolating.size() == 1 ? "s" : "",
                            pod.name())));
  }
}
