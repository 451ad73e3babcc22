package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.reach.Pair;
import dev.cnilab.lab.reach.Passage;
import dev.cnilab.lab.reach.Reach;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** Expectations about who reaches whom on the cluster that enforces policies. */
record EnforcedPairs(Scene scene) {

  /** The plugin of the cluster beside this one, and that cluster's name. */
  private static final String ENFORCING = "calico";

  /** The pod whose image has no ping. */
  private static final String PINGLESS = "web";

  /** The cluster on which policies are to be enforced. */
  Optional<Scene> enforcing() {
    return scene.besideOrItself(ENFORCING);
  }

  /** Two pods, if both are Ready. */
  static Optional<Pair> pair(Scene where, String from, String to) {
    return where.ready(from).isEmpty() || where.ready(to).isEmpty()
        ? Optional.empty()
        : new Reach(where.cluster(), where.workloads()).among(List.of(from, to)).find(from, to);
  }

  /** The finding where no cluster enforces policies. */
  static Finding noCluster() {
    return missed("there is no cluster with " + ENFORCING, Suggestions.USE_CALICO);
  }

  /**
   * One pod reaches another.
   *
   * @param exact the last hint
   */
  Expectation open(String from, String to, String exact) {
    return new Expectation(
        "%s reaches %s".formatted(from, to),
        () -> passes(from, to, Passage.OPEN),
        hints(from, to, exact));
  }

  /**
   * One pod does not reach another, and gets no answer.
   *
   * @param exact the last hint
   */
  Expectation shut(String from, String to, String exact) {
    return new Expectation(
        "%s does not reach %s".formatted(from, to),
        () -> passes(from, to, Passage.SILENT),
        hints(from, to, exact));
  }

  /**
   * What the policies say of pods that are not there yet: no other may send.
   *
   * @param exact the last hint
   */
  Expectation nobodyElse(String client, String server, String exact) {
    return new Expectation(
        "%s would let in nobody but %s".formatted(server, client),
        () -> strangers(client, server),
        hints(client, server, exact));
  }

  private Finding strangers(String client, String server) {
    Optional<Scene> where = enforcing();
    Optional<Pod> from = where.flatMap(there -> there.find(client));
    Optional<Pod> to = where.flatMap(there -> there.find(server));
    if (from.isEmpty() || to.isEmpty()) {
      return missed(client + " and " + server + " are not both there", Suggestions.LIST_PODS);
    }
    Policies all = Policies.of(where.orElseThrow().cluster());
    Party target = all.party(to.get());
    return all.party(from.get()).strangers().stream()
        .filter(stranger -> all.about(stranger, target, Port.HTTP).allowed())
        .findFirst()
        .map(
            stranger ->
                missed(
                    "a pod of namespace %s with the labels %s and the address %s would reach it"
                        .formatted(stranger.namespace(), stranger.labels(), stranger.address()),
                    Suggestions.LOOK_AT_POLICIES))
        .orElseGet(() -> met("as its policies say"));
  }

  private List<String> hints(String from, String to, String exact) {
    return List.of(
        "A connection needs the consent of both ends: egress of the one, ingress of the other.",
        "The policies say now: " + policies(from, to),
        exact);
  }

  private String policies(String from, String to) {
    Optional<Pod> source = enforcing().flatMap(where -> where.find(from));
    Optional<Pod> target = enforcing().flatMap(where -> where.find(to));
    if (source.isEmpty() || target.isEmpty()) {
      return "nothing, as " + from + " and " + to + " are not both there";
    }
    Policies all = Policies.of(enforcing().orElseThrow().cluster());
    return String.join(
        "; ", all.about(all.party(source.get()), all.party(target.get()), Port.HTTP).because());
  }

  private Finding passes(String from, String to, Passage wanted) {
    Optional<Scene> where = enforcing();
    if (where.isEmpty()) {
      return noCluster();
    }
    Optional<Pair> pair = pair(where.get(), from, to);
    if (pair.isEmpty()) {
      return missed(from + " and " + to + " are not both Ready", Suggestions.LIST_PODS);
    }
    String found =
        pair.get().passage().word() + "; " + String.join("; ", pair.get().ruling().because());
    if (pair.get().passage() != wanted) {
      return missed(found, Suggestions.LOOK_AT_POLICIES);
    }
    return from.equals(PINGLESS) ? met(found) : pings(where.get(), from, to, wanted);
  }

  /** A rule may be about one port only. */
  private static Finding pings(Scene where, String from, String to, Passage wanted) {
    Optional<Pod> source = where.ready(from);
    Optional<String> target = where.ready(to).map(Pod::ip);
    if (source.isEmpty() || target.isEmpty()) {
      return missed(from + " and " + to + " are not both Ready", Suggestions.LIST_PODS);
    }
    Ping ping = where.ping(source.get(), target.get());
    String found = "port 80: %s; ping: %s".formatted(wanted.word(), ping.summary());
    return ping.succeeded() == (wanted == Passage.OPEN)
        ? met(found)
        : missed(found, Suggestions.LOOK_AT_POLICIES);
  }
}
