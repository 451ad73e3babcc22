package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.inventory.Inventory;
import dev.cnilab.lab.inventory.Item;
import dev.cnilab.lab.inventory.Stocktaking;
import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** 17: removes what the course has created, and nothing else. */
record CleanUp(Scene scene) implements Step {

  private static final List<String> ORIGINAL =
      List.of(
          "pod/nettest-1",
          "pod/nettest-2",
          "pod/host-network-pod",
          "pod/cni-debug",
          "deployment/ip-hungry",
          "service/nettest-svc",
          "networkpolicy/deny-all");

  /** The copies made in steps 01 and 05. */
  private static final String COPIES =
      "cd /etc/cni/net.d && cp 10-flannel.conflist 10-flannel.conflist.bak"
          + " && cp 10-flannel.conflist /root/";

  private static String leftovers() {
    try (InputStream yaml =
        Objects.requireNonNull(CleanUp.class.getResourceAsStream("leftovers.yaml"))) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String number() {
    return "17";
  }

  @Override
  public String title() {
    return "clean up";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.changes().apply(leftovers());
    scene.changes().run(Scene.NETTEST_1, scene.worker(1), Scene.NETTEST_LABEL);
    scene.changes().run(Scene.NETTEST_2, scene.worker(2), Scene.NETTEST_LABEL);
    scene.waits().ready(Scene.NETTEST_1, Scene.NETTEST_2); // each brings a bridge, which is to stay
    scene.worker(1).change(COPIES);
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "what-stays",
            "The original lab's last commands have run. What is left of the course?",
            List.of("nothing", "a few pods", "a few pods, and files on a node"),
            this::whatStays),
        new Question(
            "bridge",
            "The last pod with a network of its own has left worker 2. What happens to cni0 there?",
            List.of(
                "it is gone with its last pod",
                "it stays, with its address, and waits for the next pod",
                "it stays, but without an address"),
            this::bridge));
  }

  private Inventory inventory() {
    return new Stocktaking(scene.cluster(), scene.workloads()).now();
  }

  private Observation whatStays() {
    List<Item> left = inventory().ofTheCourse();
    Optional<Item> first = left.stream().filter(item -> ORIGINAL.contains(item.what())).findFirst();
    if (first.isPresent()) {
      return Observation.none(first.get().what() + " is still there");
    }
    boolean files = left.stream().anyMatch(item -> item.what().startsWith("/"));
    return new Observation(
        left.isEmpty() ? "a" : files ? "c" : "b",
        left.stream().map(Item::what).toList().toString());
  }

  private Observation bridge() {
    Node worker = scene.worker(2);
    Optional<Pod> pod =
        scene.workloads().everywhere().list().stream()
            .filter(each -> each.nodeName().equals(worker.name()) && !each.hostNetwork())
            .findFirst();
    if (pod.isPresent()) {
      return Observation.none("pod " + pod.get().name() + " is still on " + worker.name());
    }
    Optional<Interface> bridge = scene.probes().interfaces(worker).find("cni0");
    return bridge
        .map(
            there ->
                new Observation(
                    there.addresses().isEmpty() ? "c" : "b", "cni0 has " + there.addresses()))
        .orElse(new Observation("a", "there is no cni0"));
  }

  @Override
  public List<Expectation> expectations() {
    Inventory now = inventory();
    return List.of(
        new Expectation(
            "no object of the course is left",
            () -> left(now, item -> !item.what().startsWith("/")),
            List.of(
                "The original lab deletes by name. Which names did it forget?",
                "inventory() lists what is there, and how to remove it.",
                "delete(" + names(now) + ")")),
        new Expectation(
            "no copy and no leaked address is left on a worker",
            () -> left(now, item -> item.what().startsWith("/")),
            List.of(
                "Not everything the course created is an object.",
                "The files are in the last lines of inventory(), with their node.",
                "worker(1).sh(\"" + files(now) + "\")")),
        new Expectation(
            "the cluster's own network is untouched",
            this::network,
            List.of(
                "What else was in that folder, or in that namespace?",
                "cniConfiguration() and nodes() say what is missing.",
                "begin(\"17\") brings the cluster back to the start of this step.")));
  }

  private static String names(Inventory now) {
    return String.join(
        ", ",
        now.ofTheCourse().stream()
            .map(Item::what)
            .filter(what -> !what.startsWith("/"))
            .map(what -> '"' + what + '"')
            .toList());
  }

  private static String files(Inventory now) {
    return "rm "
        + String.join(
            " ",
            now.ofTheCourse().stream()
                .map(Item::what)
                .filter(what -> what.startsWith("/"))
                .toList());
  }

  private static Finding left(Inventory now, Predicate<Item> kind) {
    List<Item> left = now.ofTheCourse().stream().filter(kind).toList();
    return left.isEmpty()
        ? met("nothing")
        : missed(
            "%s: %s, %d in all"
                .formatted(left.getFirst().where(), left.getFirst().what(), left.size()),
            Suggestions.TAKE_AN_INVENTORY);
  }

  private Finding network() {
    return scene
        .broken()
        .map(problem -> missed(problem, Suggestions.LOOK_AT_CONFIGURATION))
        .orElseGet(() -> met("the nodes are Ready, and their configuration is intact"));
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.changes(
        scene.cluster().namespace() + " *",
        scene.worker(1).name() + " file /etc/cni/net.d/10-flannel.conflist.bak");
  }

  @Override
  public String solution() {
    return """
    delete("pod/test-source", "pod/test-dest");
    worker(1).sh("rm /etc/cni/net.d/10-flannel.conflist.bak /root/10-flannel.conflist")\
    """;
  }
}
