package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.cni.Original;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** 01: the CNI configuration of every node; which file wins. */
record WhichCni(Scene scene) implements Step {

  private static final String FOLDER = "/etc/cni/net.d";

  private static final Map<String, String> NAMES =
      Map.of("99-copy.conflist", "a", "05-copy.conflist", "b", "00-copy.yaml", "c");

  @Override
  public String number() {
    return "01";
  }

  @Override
  public String title() {
    return "which CNI is this?";
  }

  @Override
  public void begin() {
    scene.heal();
    removeCopies(scene.worker(1));
    removeCopies(scene.worker(2));
  }

  private static void removeCopies(Node worker) {
    NodeCni node = NodeCni.of(worker);
    Optional<ConfigFile> original = node.original();
    node.files().stream()
        .filter(file -> original.filter(first -> isCopy(file, first)).isPresent())
        .forEach(copy -> worker.sh("rm '" + FOLDER + "/" + copy.name() + "'"));
    copies(worker, node).forEach(copy -> worker.sh("rm '" + copy + "'"));
  }

  private static boolean isCopy(ConfigFile file, ConfigFile original) {
    return !file.name().equals(original.name()) && file.text().equals(original.text());
  }

  /** The copies of the original inside the folder, or in folders of it. */
  private static List<String> copies(Node worker, NodeCni node) {
    return node.original()
        .flatMap(original -> Original.of(worker, original.name()))
        .map(original -> original.copies(worker, FOLDER))
        .orElse(List.of());
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "which-file",
            "Somebody puts three copies beside 10-flannel.conflist. Which file does containerd use"
                + " now?",
            List.of(
                "99-copy.conflist: the last one overrides the others",
                "05-copy.conflist: it sorts before the original",
                "00-copy.yaml: it sorts before all the others",
                "10-flannel.conflist: it was there first"),
            this::whichFile),
        new Question(
            "next-week",
            "10-flannel.conflist is removed, 99-copy.conflist is still there. What becomes of"
                + " worker 2?",
            List.of(
                "it is NotReady: it has no configuration any more",
                "it stays Ready, and 99-copy.conflist is its configuration",
                "it stays Ready: containerd goes on with what it has loaded"),
            this::nextWeek));
  }

  private Observation nextWeek() {
    Node worker = scene.worker(2);
    NodeCni node = NodeCni.of(worker);
    if (names(node).contains("10-flannel.conflist")) {
      return Observation.none("10-flannel.conflist is still among " + names(node));
    }
    String winner = node.winner().map(ConfigFile::name).orElse("no file");
    return new Observation(
        !worker.isReady() ? "a" : node.winner().isPresent() ? "b" : "c",
        worker + "; containerd uses " + winner);
  }

  private Observation whichFile() {
    NodeCni node = NodeCni.of(scene.worker(2));
    Optional<ConfigFile> winner = node.winner();
    if (node.files().size() < 4 || winner.isEmpty()) {
      return Observation.none("the files of " + node.node() + " are " + names(node));
    }
    String name = winner.get().name();
    return new Observation(NAMES.getOrDefault(name, "d"), name + " wins among " + names(node));
  }

  private static List<String> names(NodeCni node) {
    return node.files().stream().map(ConfigFile::name).toList();
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "on worker 1 containerd uses the original configuration",
            this::originalWins,
            List.of(
                "Something sorts before the original now.",
                "cniConfiguration() marks the file that is used. Names starting with 00 come"
                    + " first.",
                "Remove the copy that wins: worker(1).sh(\"rm /etc/cni/net.d/NAME\").")),
        new Expectation(
            "beside it is an exact copy that containerd does not use",
            this::copyIsNotUsed,
            List.of(
                "containerd looks at names only. Which endings count, and which name comes first?",
                "Only .conf, .conflist and .json count. Give the copy another ending.",
                "worker(1).sh(\"cd /etc/cni/net.d && cp 10-flannel.conflist"
                    + " 10-flannel.conflist.bak\")")));
  }

  /** Worker 2 has only its original file, so its name is the original's. */
  private Finding originalWins() {
    NodeCni node = NodeCni.of(scene.worker(1));
    Optional<String> original = NodeCni.of(scene.worker(2)).winner().map(ConfigFile::name);
    Optional<String> winner = node.winner().map(ConfigFile::name);
    return winner.isPresent() && winner.equals(original)
        ? met(winner.get() + " is used")
        : missed(
            winner.orElse("no file") + " wins among " + names(node),
            Suggestions.LOOK_AT_CONFIGURATION);
  }

  private Finding copyIsNotUsed() {
    Node worker = scene.worker(1);
    NodeCni node = NodeCni.of(worker);
    String used = node.winner().map(ConfigFile::name).orElse("");
    return copies(worker, node).stream()
        .map(path -> path.substring(FOLDER.length() + 1))
        .filter(copy -> !copy.equals(used))
        .min(Comparator.comparing(WhichCni::counts))
        .map(
            copy ->
                met(
                    counts(copy)
                        ? copy + ", which takes over as soon as the original is gone"
                        : copy))
        .orElseGet(
            () ->
                missed(
                    "the files of " + node.node() + " are " + names(node),
                    Suggestions.LOOK_AT_CONFIGURATION));
  }

  /**
   * Whether containerd considers it: not in a folder of its own, and with an ending that counts.
   */
  private static boolean counts(String copy) {
    return !copy.contains("/") && new ConfigFile(copy, "").isConsidered();
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.adds(scene.worker(1).name() + " file /etc/cni/net.d/*");
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("cd /etc/cni/net.d && cp 10-flannel.conflist 10-flannel.conflist.bak")\
    """;
  }
}
