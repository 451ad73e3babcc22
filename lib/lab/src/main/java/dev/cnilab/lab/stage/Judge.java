package dev.cnilab.lab.stage;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges whether a stage is healthy, by its state alone: Ready, open, open for new pods too,
 * nothing leaked, and configured as before.
 */
public final class Judge {

  /**
   * The time until a repair works: a crash-looping container may wait five minutes, and a kernel
   * remembers a path MTU for ten.
   */
  private static final Duration TO_RECOVER = Duration.ofMinutes(11);

  /** The time until a stage's state counts, for better or worse. */
  static final Duration TO_SETTLE = Duration.ofSeconds(45);

  private static final Duration START = Duration.ofSeconds(45);

  /** The size of the IP and ICMP headers, in bytes. */
  private static final int HEADERS = 28;

  /** The number of changes shown at once. */
  private static final int SHOWN = 4;

  /** Before each line of the probe that is a complaint. */
  private static final String UNSERVED = "BAD ";

  private static final List<String> NEWCOMERS = List.of("newcomer-1", "newcomer-2");

  private final Stage stage;
  private final Scene scene;
  private final Patience patience;
  private final ClusterSnapshot before;
  private final List<String> overlooked;
  private final List<String> nodes;
  private final String size;

  /**
   * Creates a judge for a stage.
   *
   * @param before its configuration when it was healthy
   */
  public Judge(Stage stage, ClusterSnapshot before) {
    this(stage, before, List.of());
  }

  private Judge(Stage stage, ClusterSnapshot before, List<String> overlooked) {
    this.overlooked = overlooked;
    this.stage = stage;
    this.scene = stage.scene();
    this.patience = new Patience(scene.cluster());
    this.before = before;
    this.nodes = List.of(scene.worker(1).ip(), scene.worker(2).ip());
    this.size = String.valueOf(Integer.parseInt(stage.setting().of("mtu")) - HEADERS);
  }

  /** The same judge, ignoring some changes. */
  Judge overlooking(List<String> changes) {
    return new Judge(stage, before, changes);
  }

  /** The verdict on the stage after it had time to recover and settle. */
  public StageVerdict verdict() {
    String closed = patience.until(TO_RECOVER, () -> glance().orElse(""));
    if (!closed.isEmpty()) {
      return new StageVerdict.Closed(closed);
    }
    String wrong = patience.until(TO_SETTLE, () -> complaint().orElse(""));
    return wrong.isEmpty() ? new StageVerdict.Whole() : new StageVerdict.Open(wrong);
  }

  /** What is wrong; empty if nothing is. The first problem found ends the search. */
  Optional<String> complaint() {
    return Stream.<Supplier<Optional<String>>>of(
            this::notReady, this::closed, this::changed, this::leaked, this::newcomers)
        .map(Judge::found)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The result of a check; a check that fails is a complaint, which may be gone later. */
  private static Optional<String> found(Supplier<Optional<String>> look) {
    try {
      return look.get();
    } catch (LabException couldNot) {
      return String.valueOf(couldNot.getMessage()).lines().findFirst();
    }
  }

  /** The same without slow checks, to decide whether another look is worthwhile. */
  Optional<String> glance() {
    return found(this::notReady).or(() -> found(this::closed));
  }

  private Optional<String> notReady() {
    Optional<String> node =
        scene.workloads().nodes().list().stream()
            .filter(each -> !each.isReady())
            .map(Node::toString)
            .findFirst();
    return node.or(
        () ->
            scene.workloads().everywhere().list().stream()
                .filter(pod -> !pod.phase().equals("Succeeded"))
                .filter(
                    pod ->
                        !pod.isReady()
                            || !pod.object().text("/metadata/deletionTimestamp").isEmpty())
                .map(pod -> "pod " + pod.namespace() + "/" + pod)
                .findFirst());
  }

  private List<Pod> clients() {
    return scene.workloads().pods(Stage.SHOP, "app=client").list();
  }

  private Optional<String> closed() {
    List<Pod> pods = scene.workloads().pods(Stage.SHOP, "").list();
    long apart =
        pods.stream()
            .filter(pod -> pod.labels().getOrDefault("app", "").equals("client"))
            .map(Pod::nodeName)
            .distinct()
            .count();
    if (apart < 2) {
      return Optional.of("the shop has no client on one of the workers");
    }
    return clients().stream().map(this::unserved).flatMap(Optional::stream).findFirst();
  }

  /** What a pod of the shop should get but does not. */
  private Optional<String> unserved(Pod pod) {
    String printed;
    try {
      printed = pod.sh(probe()).printed();
    } catch (LabException unreached) {
      return Optional.of(
          "%s on %s runs nothing, so it cannot be asked".formatted(pod.name(), pod.nodeName()));
    }
    return printed
        .lines()
        .filter(line -> line.startsWith(UNSERVED))
        .findFirst()
        .map(line -> line.substring(UNSERVED.length()))
        .map(what -> "%s on %s: %s".formatted(pod.name(), pod.nodeName(), what))
        .or(
            () ->
                printed.contains("DONE")
                    ? Optional.empty()
                    : Optional.of(pod.name() + ": " + printed.strip()));
  }

  private String probe() {
    List<String> addresses =
        scene.workloads().pods(Stage.SHOP, "").list().stream()
            .filter(pod -> !pod.ip().isEmpty() && !NEWCOMERS.contains(pod.name()))
            .map(Pod::ip)
            .toList();
    return Stage.resource("probe.sh")
        .replace("ADDRESSES", String.join(" ", addresses))
        .replace("NODES", String.join(" ", nodes))
        .replace("SIZE", size);
  }

  /** Differences in the configuration; only some, because what is gone explains what is new. */
  private Optional<String> changed() {
    List<String> changes =
        ClusterSnapshot.of(scene).changesSince(before).stream()
            .filter(change -> !overlooked.contains(change))
            .toList();
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "other than before: "
                + Differences.told(changes).stream()
                    .limit(SHOWN)
                    .collect(Collectors.joining("\n")));
  }

  /** Addresses that host-local keeps for pods that no longer exist. */
  private Optional<String> leaked() {
    List<String> known = scene.workloads().everywhere().list().stream().map(Pod::ip).toList();
    for (Node node : scene.workloads().nodes().list()) {
      Optional<String> leaked =
          node.sh("ls /var/lib/cni/networks/*/ 2>/dev/null").lines().stream()
              .filter(line -> line.matches("\\d+(\\.\\d+){3}"))
              .filter(address -> !known.contains(address))
              .findFirst();
      if (leaked.isPresent()) {
        return leaked.map(address -> node.name() + " keeps " + address + " for no pod");
      }
    }
    return Optional.empty();
  }

  private Optional<String> newcomers() {
    for (int worker = 1; worker <= 2; worker++) {
      scene.changes().apply(newcomer(worker));
    }
    try {
      String missing = patience.until(START, this::waiting);
      if (!missing.isEmpty()) {
        return Optional.of("a new pod does not start: " + missing);
      }
      return NEWCOMERS.stream()
          .map(name -> scene.workloads().pod(Stage.SHOP + "/" + name))
          .map(this::unserved)
          .flatMap(Optional::stream)
          .findFirst();
    } finally {
      NEWCOMERS.forEach(name -> scene.changes().delete(Stage.SHOP + "/pod/" + name));
      patience.until(START, this::staying);
    }
  }

  private String waiting() {
    List<String> waiting = new ArrayList<>();
    for (String name : NEWCOMERS) {
      Pod pod = scene.workloads().pod(Stage.SHOP + "/" + name);
      if (!pod.isReady()) {
        waiting.add(pod.toString());
      }
    }
    return String.join("; ", waiting);
  }

  private String staying() {
    return NEWCOMERS.stream()
        .filter(name -> scene.changes().exists(Stage.SHOP + "/pod/" + name))
        .findFirst()
        .orElse("");
  }

  private String newcomer(int worker) {
    return Stage.resource("newcomer.yaml")
        .replace("NAME", NEWCOMERS.get(worker - 1))
        .replace("NODE", scene.worker(worker).name());
  }
}
