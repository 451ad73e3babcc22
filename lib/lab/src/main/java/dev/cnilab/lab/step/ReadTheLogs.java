package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.health.Witnesses;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** 07: one failure seen in four places, and what each layer reports. */
record ReadTheLogs(Scene scene) implements Step {

  private static final String LATE = "late";
  private static final String LATER = "later";

  @Override
  public String number() {
    return "07";
  }

  @Override
  public String title() {
    return "read the logs";
  }

  /** On worker 1 a file of a network that is long gone comes first, and it names no plugin. */
  @Override
  public void begin() {
    scene.heal();
    scene
        .worker(1)
        .change(
            "echo '{\"cniVersion\": \"1.0.0\", \"name\": \"old\", \"plugins\": []}'"
                + " > /etc/cni/net.d/05-old.conflist");
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "stuck",
            "Worker 1 has no usable CNI configuration. A new pod must run there. In which state"
                + " will it be?",
            List.of(
                "ContainerCreating, on worker 1: it waits for its network",
                "Pending, on no node at all",
                "Running, without an address"),
            this::stuck),
        new Question(
            "who-names",
            "Four places record this failure. Which one names the file that is to blame?",
            List.of(
                "the events of the pod",
                "the condition Ready of the node",
                "kubelet's log",
                "containerd's log"),
            this::whoNames),
        new Question(
            "pod-gate-node",
            "The program portmap is gone. While pod later fails: what does the node's condition"
                + " say?",
            List.of(
                "NotReady, and that a plugin is missing",
                "Ready: it says nothing about the failure",
                "Ready, with a warning in its message"),
            this::podGateNode),
        new Question(
            "next-look",
            "The node is Ready, the pod waits, its events have expired. Where can you"
                + " still find the reason?",
            List.of(
                "in the node's condition Ready",
                "in the logs of the node: kubelet's or containerd's",
                "nowhere: it is lost with the events"),
            this::nextLook));
  }

  private Observation nextLook() {
    Optional<Pod> pod = scene.find(LATER).filter(there -> !there.isReady());
    if (pod.isEmpty()) {
      return Observation.none("nothing fails for a pod " + LATER);
    }
    List<String> naming =
        Witnesses.of(scene.workloads(), pod.get(), scene.worker(1)).thatSay("portmap");
    String letter =
        naming.stream().anyMatch(layer -> layer.startsWith("condition"))
            ? "a"
            : naming.stream().anyMatch(layer -> layer.endsWith("log")) ? "b" : "c";
    return new Observation(letter, "portmap is named by " + String.join(", ", naming));
  }

  private Observation stuck() {
    Optional<Pod> pod = scene.find(LATE);
    if (pod.isEmpty() || scene.worker(1).isReady()) {
      return Observation.none(scene.worker(1) + (pod.isEmpty() ? "; there is no pod " + LATE : ""));
    }
    String letter = pod.get().isReady() ? "c" : pod.get().nodeName().isEmpty() ? "b" : "a";
    return new Observation(letter, pod.get().toString());
  }

  private Observation whoNames() {
    Optional<Pod> pod = scene.find(LATE);
    if (pod.isEmpty() || scene.worker(1).isReady()) {
      return Observation.none("nothing fails for pod " + LATE + " now");
    }
    Witnesses witnesses = Witnesses.of(scene.workloads(), pod.get(), scene.worker(1));
    List<String> layers = witnesses.list().stream().map(Witnesses.Witness::layer).toList();
    List<String> naming = witnesses.thatSay("/etc/cni/net.d/");
    return naming.size() == 1
        ? new Observation(
            String.valueOf((char) ('a' + layers.indexOf(naming.getFirst()))),
            "only " + naming.getFirst() + " names a file of /etc/cni/net.d")
        : Observation.none("a file is named by " + naming);
  }

  private Observation podGateNode() {
    Optional<Pod> pod = scene.find(LATER).filter(there -> !there.isReady());
    boolean failed =
        pod.filter(
                there ->
                    scene.workloads().events(there).latest("FailedCreatePodSandBox").isPresent())
            .isPresent();
    if (!failed) {
      return Observation.none("no plugin has failed for a pod " + LATER);
    }
    Node node = scene.worker(1);
    String letter =
        !node.isReady()
            ? "a"
            : node.readyMessage().toLowerCase(java.util.Locale.ROOT).contains("plugin") ? "c" : "b";
    return new Observation(letter, node + ", \"" + node.readyMessage() + "\", while " + pod.get());
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "worker 1 is Ready, and containerd uses the file that flannel has written",
            this::configuration,
            List.of(
                "Three of the four places repeat each other. The fourth knows more.",
                "worker(1).sh(\"journalctl -u containerd --no-pager | grep 'level=error' | tail"
                    + " -1\") names a file.",
                "Move that file away: worker(1).sh(\"rm" + " /etc/cni/net.d/05-old.conflist\")")),
        new Expectation(
            "each plugin of that configuration has its program on worker 1",
            this::programs,
            List.of(
                "This time the event of the pod says it all.",
                "The event names a plugin. Look for it: worker(1).sh(\"ls /opt/cni/bin /root\")",
                "Put it back: worker(1).sh(\"mv /root/portmap /opt/cni/bin/\")")),
        PodReady.onWorker1(scene, LATE, "run(\"late\", worker(1))"),
        PodReady.onWorker1(scene, LATER, "run(\"later\", worker(1))"));
  }

  private Finding configuration() {
    Node node = scene.worker(1);
    NodeCni files = NodeCni.of(node);
    String winner = files.winner().map(ConfigFile::name).orElse("no file");
    Optional<String> unreadable = files.winner().flatMap(ConfigFile::problem);
    if (unreadable.isPresent()) {
      return missed(winner + ": " + unreadable.get(), Suggestions.LOOK_AT_CONTAINERD);
    }
    Optional<String> instead = files.inPlaceOfTheOriginal();
    if (instead.isPresent()) {
      return missed(instead.get(), Suggestions.LOOK_AT_CONFIGURATION);
    }
    return node.isReady() ? met(winner) : missed(node.toString(), Suggestions.LOOK_AT_CONTAINERD);
  }

  private Finding programs() {
    NodeCni files = NodeCni.of(scene.worker(1));
    List<String> plugins = files.winner().map(ConfigFile::plugins).orElse(List.of());
    return plugins.isEmpty() || !files.missingBinaries().isEmpty()
        ? missed(
            plugins.isEmpty()
                ? "no readable configuration names a plugin"
                : "missing: " + files.missingBinaries(),
            Suggestions.COMPARE_TYPE_AND_BINARIES)
        : met(String.join(", ", plugins));
  }

  @Override
  public Leeway leeway() {
    String files = scene.worker(1).name() + " file /etc/cni/net.d/";
    return Leeway.NONE.changes(files + "05-old.conflist").adds(files + "*");
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("rm /etc/cni/net.d/05-old.conflist");
    worker(1).sh("mv /root/portmap /opt/cni/bin/")\
    """;
  }
}
