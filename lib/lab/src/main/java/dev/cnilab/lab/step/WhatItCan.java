package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.capability.Probed;
import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** 12: what plugins can do, found by testing, and which one an unlabelled cluster has. */
record WhatItCan(Scene scene, Survey survey) implements Step {

  /** The ConfigMap in which the learner records facts about the unlabelled cluster. */
  private static final String FACTS = "network-facts";

  private static final List<String> NAMES = List.of("calico", "cilium", "flannel", "weave");
  private static final int WIRE_MTU = 1500;

  /** What the form has in place of an answer. */
  private static final String OPEN = "?";

  @Override
  public String number() {
    return "12";
  }

  @Override
  public String title() {
    return "what can this plugin do?";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.nettest();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "by-name",
            "The original lab greps the pods of kube-system for calico, cilium, flannel and weave."
                + " What does it find here?",
            List.of(
                "flannel's agents, one per node", "nothing", "CoreDNS, which Flannel brings along"),
            this::byName),
        new Question(
            "enforcers",
            "bridge, Flannel, Calico, Cilium, Weave, installed from their own manifests. How many"
                + " enforce a NetworkPolicy?",
            List.of("none", "one", "two", "three", "four", "all five"),
            () -> count(probed -> probed.policing().enforced())),
        new Question(
            "encrypters",
            "And how many encrypt traffic between nodes?",
            List.of("none", "one", "two", "three", "four", "all five"),
            () -> count(probed -> probed.wire().frame() > 0 && !probed.wire().readable())),
        new Question(
            "weave-mtu",
            "Weave's pods may send 1376 bytes; the wire takes 1500. What are the 124 bytes for?",
            List.of(
                "all for its encapsulation",
                "less than half for its encapsulation, the rest in reserve",
                "none for encapsulation: Weave uses none"),
            this::weave),
        new Question(
            "unlabelled",
            "Judging by what its pods see, which plugin does the unlabelled cluster use?",
            Survey.PLUGINS,
            this::unlabelledPlugin));
  }

  private Observation byName() {
    List<String> found =
        scene.workloads().pods("kube-system", "").names().stream()
            .filter(pod -> NAMES.stream().anyMatch(pod::contains))
            .toList();
    return found.isEmpty()
        ? new Observation("b", "no pod of kube-system has such a name")
        : new Observation("a", String.join(", ", found));
  }

  private Observation count(Function<Probed, Boolean> can) {
    List<Probed> all = survey.all();
    if (all.isEmpty()) {
      return Observation.none("not all five plugins have been tested");
    }
    List<String> able = all.stream().filter(can::apply).map(Probed::label).toList();
    return new Observation(
        String.valueOf((char) ('a' + able.size())),
        able.isEmpty() ? "none of the five" : String.join(", ", able));
  }

  private Observation weave() {
    return survey
        .about("weave")
        .map(Probed::wire)
        .map(
            wire ->
                new Observation(
                    wire.overhead() == 0
                        ? "c"
                        : 2 * wire.overhead() < WIRE_MTU - wire.mtu() ? "b" : "a",
                    "pods' mtu %d, and %d bytes around each packet on the wire"
                        .formatted(wire.mtu(), wire.overhead())))
        .orElse(Observation.none("Weave has not been tested"));
  }

  private Observation unlabelledPlugin() {
    return unlabelled()
        .flatMap(WhatItCan::plugin)
        .filter(Survey.PLUGINS::contains)
        .map(
            plugin ->
                new Observation(
                    String.valueOf((char) ('a' + Survey.PLUGINS.indexOf(plugin))),
                    "the first plugin that its nodes call is " + plugin))
        .orElse(Observation.none("there is no unlabelled cluster"));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        fact(
            "plugin",
            WhatItCan::plugin,
            "The pods' address, mtu and routes show it: sh(\"nettest-1\", \"ip addr; ip route\")"),
        fact(
            "policy",
            where -> probed(where).map(probed -> probed.policing().word()),
            "It is `enforced` or `ignored`. Apply a deny-all, ping, and delete it again."),
        fact(
            "overhead",
            where -> probed(where).map(probed -> String.valueOf(probed.wire().overhead())),
            "Bytes that a frame on the wire is longer than the pod's packet and its 14 of"
                + " Ethernet: tcpdump -nne on the node."));
  }

  /** A recorded fact, compared with the result of a test. */
  private Expectation fact(String key, Function<Scene, Optional<String>> look, String how) {
    return new Expectation(
        "the ConfigMap " + FACTS + " says what is true of its cluster: " + key,
        () -> compare(key, look),
        List.of(
            "Written down so far: " + written(),
            how,
            "capabilities() tests all of it. Then apply the ConfigMap with `"
                + key
                + "` as found."));
  }

  private Optional<Scene> unlabelled() {
    return scene.besideOrItself(Survey.UNLABELLED);
  }

  private Map<String, String> facts() {
    return unlabelled()
        .map(Scene::cluster)
        .flatMap(
            cluster ->
                cluster.find("/api/v1/namespaces/" + cluster.namespace() + "/configmaps/" + FACTS))
        .orElse(Json.ABSENT)
        .fields("/data");
  }

  private String written() {
    Map<String, String> facts = facts();
    return facts.isEmpty()
        ? "nothing; apply(\"manifests/network-facts.yaml\") is the form."
        : facts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(fact -> fact.getKey() + ": " + fact.getValue())
            .collect(Collectors.joining(", "));
  }

  private Finding compare(String key, Function<Scene, Optional<String>> look) {
    if (unlabelled().isEmpty()) {
      return missed("there is no unlabelled cluster", Suggestions.START_UNLABELLED);
    }
    String said = facts().getOrDefault(key, "").strip();
    if (said.isEmpty() || said.equals(OPEN)) {
      return missed("nothing is written down about it", Suggestions.WRITE_IT_DOWN);
    }
    Optional<String> is = unlabelled().flatMap(look);
    if (is.isEmpty()) {
      return missed("nettest-1 and nettest-2 are not both Ready", Suggestions.LIST_PODS);
    }
    return is.get().equals(inBrief(said))
        ? met(said)
        : missed("it says '" + said + "', but a test shows something else", Suggestions.TRY_IT);
  }

  /** A number may have its unit, and a name may be its makers' or its program's. */
  private static String inBrief(String said) {
    return inShort(said.toLowerCase(Locale.ROOT).replaceFirst("(?<=\\d)\\s*b(ytes?)?$", ""));
  }

  private static Optional<Probed> probed(Scene where) {
    boolean both =
        where.ready(Scene.NETTEST_1).isPresent() && where.ready(Scene.NETTEST_2).isPresent();
    return both ? Optional.of(Probed.of("unlabelled", where)) : Optional.empty();
  }

  /** The plugin that the nodes call, by the product's name. */
  private static Optional<String> plugin(Scene where) {
    return NodeCni.of(where.worker(1))
        .winner()
        .flatMap(file -> file.plugins().stream().findFirst())
        .map(WhatItCan::inShort);
  }

  /** The product's name, where its program has a longer one. */
  private static String inShort(String plugin) {
    return plugin.replaceAll("-(cni|net)$", "");
  }

  @Override
  public String solution() {
    return """
    patch("configmap/network-facts", "data: {plugin: cilium, policy: enforced, overhead: '50'}")\
    """;
  }
}
