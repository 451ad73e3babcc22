package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.diagnosis.remedy.RightsRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detectors for the agents of a pod network. */
public final class Agents {

  private static final Set<String> NETWORK = NetworkAgent.names();

  /** The name of each agent in the name of a cause. */
  private static final Map<String, String> WORDS =
      Stream.concat(
              NETWORK.stream().map(name -> Map.entry(name, "agent")),
              Stream.of(Map.entry("kube-proxy", "proxy")))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** More than one such line means a longer interruption. */
  private static final Pattern UNANSWERED =
      Pattern.compile(
          "dial tcp \\S+ (i/o timeout|connect: (no route to host|network is unreachable|invalid"
              + " argument))");

  private Agents() {}

  public static List<Detector> detectors() {
    return List.of(
        Agents::network,
        Agents::proxy,
        AddressPools::unusable,
        Agents::failing,
        Agents::waiting,
        Agents::forbidden,
        Agents::cutOff);
  }

  private static Stream<Suspicion> network(ClusterPicture picture) {
    return absent(picture, NETWORK, "agent-not-running");
  }

  private static Stream<Suspicion> proxy(ClusterPicture picture) {
    return absent(picture, Set.of("kube-proxy"), "proxy-not-running");
  }

  /** A DaemonSet whose desired number is lower than the number of nodes. */
  private static Stream<Suspicion> absent(ClusterPicture picture, Set<String> names, String cause) {
    int nodes = picture.nodes().size();
    return picture.list("daemonsets").stream()
        .filter(set -> names.contains(set.text("/metadata/name")))
        .filter(set -> set.number("/status/desiredNumberScheduled") < nodes)
        .map(
            set ->
                Suspicion.of(
                        cause,
                        "daemonset " + ClusterPicture.name(set),
                        new Clue(
                            "status of daemonset " + ClusterPicture.name(set),
                            "wanted on %d of %d nodes; nodeSelector %s%s"
                                .formatted(
                                    set.number("/status/desiredNumberScheduled"),
                                    nodes,
                                    selector(set),
                                    taints(picture))),
                        "kubectl -n "
                            + set.text("/metadata/namespace")
                            + " get daemonset "
                            + set.text("/metadata/name"),
                        "Let it run on every node: compare nodeSelector and tolerations with the"
                            + " nodes.")
                    .by(withoutSelector(picture, set)));
  }

  /** Labels that it asks nodes for, and that not every node has, are asked for no more. */
  private static String withoutSelector(ClusterPicture picture, Json set) {
    String wrong =
        selector(set).entrySet().stream()
            .filter(label -> !allHave(picture, label.getKey(), label.getValue()))
            .map(label -> "\"%s\": null".formatted(label.getKey()))
            .sorted()
            .collect(Collectors.joining(", "));
    return wrong.isEmpty()
        ? ""
        : PatchRemedy.merge(
            "daemonset " + ClusterPicture.name(set),
            "{\"spec\": {\"template\": {\"spec\": {\"nodeSelector\": {%s}}}}}".formatted(wrong));
  }

  /** The taints that were set on workers by hand. */
  private static String taints(ClusterPicture picture) {
    String all =
        picture.nodes().stream()
            .flatMap(
                node ->
                    node.node().object().list("/spec/taints").stream()
                        .filter(
                            taint ->
                                !taint.text("/key").matches("node(-role)?\\.kubernetes\\.io/.*"))
                        .map(
                            taint ->
                                "%s has the taint %s:%s"
                                    .formatted(
                                        node.name(), taint.text("/key"), taint.text("/effect"))))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : "; " + all;
  }

  private static boolean allHave(ClusterPicture picture, String label, String value) {
    return picture.nodes().stream()
        .map(node -> node.node().object().fields("/metadata/labels"))
        .allMatch(labels -> labels.getOrDefault(label, "").equals(value));
  }

  private static Map<String, String> selector(Json set) {
    return set.fields("/spec/template/spec/nodeSelector");
  }

  /** An agent's pod that does not run, with its own message. */
  private static Stream<Suspicion> failing(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> !pod.isReady())
        .filter(pod -> WORDS.containsKey(RestartRemedy.owner(pod)))
        .filter(pod -> !waiting(pod).isEmpty())
        .limit(1)
        .map(
            pod ->
                Suspicion.of(
                        WORDS.get(RestartRemedy.owner(pod))
                            + (waiting(pod).matches(".*(Image|Pull).*") ? "-image" : "-failing"),
                        "daemonset " + pod.namespace() + "/" + RestartRemedy.owner(pod),
                        new Clue(
                            "log of " + pod.name(), waiting(pod) + ": " + picture.lastWords(pod)),
                        "kubectl -n " + pod.namespace() + " logs " + pod.name(),
                        "Remove what its last words name; then delete the pod, so that it does not"
                            + " wait.")
                    .by(allowed(picture, pod)));
  }

  /** With its role, and at once; empty if it misses something else. */
  private static String allowed(ClusterPicture picture, Pod pod) {
    String log = picture.log(pod);
    String binding = RightsRemedy.bound(picture, log);
    return binding.isEmpty() ? "" : binding + "; " + RestartRemedy.of(Stream.of(pod));
  }

  /** An agent's pod that waits for what a node cannot give it. */
  private static Stream<Suspicion> waiting(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> !pod.isReady() && WORDS.containsKey(RestartRemedy.owner(pod)))
        .filter(pod -> waiting(pod).isEmpty())
        .flatMap(
            pod ->
                picture
                    .events(pod)
                    .filter(
                        event -> event.text("/reason").matches("FailedMount|FailedAttach.*|Failed"))
                    .reduce((earlier, later) -> later)
                    .map(
                        event ->
                            Suspicion.of(
                                WORDS.get(RestartRemedy.owner(pod)) + "-failing",
                                "daemonset " + pod.namespace() + "/" + RestartRemedy.owner(pod),
                                new Clue("event of pod " + pod.name(), event.text("/message")),
                                "kubectl -n %s describe pod %s"
                                    .formatted(pod.namespace(), pod.name()),
                                "Create again what the event misses."))
                    .stream())
        .limit(1);
  }

  /** An agent that runs with stale data because the API server does not answer it. */
  private static Stream<Suspicion> cutOff(ClusterPicture picture) {
    return running(picture)
        .flatMap(
            pod ->
                log(picture, pod)
                    .filter(line -> UNANSWERED.matcher(line).find())
                    .skip(1)
                    .limit(1)
                    .map(
                        line ->
                            said(
                                    pod,
                                    line,
                                    "-cut-off",
                                    "Let it ask the API server at an address where it answers.")
                                .ranked(3)))
        .limit(1);
  }

  /** An agent that runs with stale data because its service account may no longer read. */
  private static Stream<Suspicion> forbidden(ClusterPicture picture) {
    return running(picture)
        .flatMap(
            pod ->
                log(picture, pod)
                    .filter(line -> line.contains("is forbidden: User"))
                    .limit(1)
                    .map(
                        line ->
                            said(
                                    pod,
                                    line,
                                    "-forbidden",
                                    "Bind the role to its account again; kubectl get"
                                        + " clusterrolebindings shows what is bound.")
                                .by(RightsRemedy.bound(picture, line))))
        .limit(1);
  }

  private static Stream<Pod> running(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.isReady() && WORDS.containsKey(RestartRemedy.owner(pod)));
  }

  private static Stream<String> log(ClusterPicture picture, Pod pod) {
    return picture.log(pod).lines();
  }

  /**
   * What a line of an agent's log gives away.
   *
   * @param cause follows the agent's word in the cause's name
   */
  private static Suspicion said(Pod pod, String line, String cause, String repair) {
    return Suspicion.of(
        WORDS.get(RestartRemedy.owner(pod)) + cause,
        "daemonset " + pod.namespace() + "/" + RestartRemedy.owner(pod),
        new Clue("log of " + pod.name(), line),
        "kubectl -n %s logs %s".formatted(pod.namespace(), pod.name()),
        repair);
  }

  /**
   * Why a container does not run, or did not until a moment ago: a crash-looping one is terminated,
   * waiting, or has just been started.
   */
  static String waiting(Pod pod) {
    List<Json> containers =
        Stream.of("/status/initContainerStatuses", "/status/containerStatuses")
            .flatMap(path -> pod.object().list(path).stream())
            .toList();
    return Stream.of(
            "/state/waiting/reason", "/state/terminated/reason", "/lastState/terminated/reason")
        .flatMap(path -> containers.stream().map(status -> status.text(path)))
        .filter(reason -> reason.matches(".*(BackOff|Err|OOM).*"))
        .findFirst()
        .orElse("");
  }
}
