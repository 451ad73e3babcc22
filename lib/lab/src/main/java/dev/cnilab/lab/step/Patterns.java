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
import dev.cnilab.lab.nodefault.FlannelAgent;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** 16: health, test pods, logs, and a backup from which a broken node is restored. */
record Patterns(Scene scene) implements Step {

  private static final String SOURCE = "test-source";
  private static final String DEST = "test-dest";

  private static final String FILE = "10-flannel.conflist";

  /** Where somebody may keep a backup; what is in /tmp or /run is gone after a reboot. */
  private static final String SHELVES = "/etc /home /opt /root /srv /var";

  @Override
  public String number() {
    return "16";
  }

  @Override
  public String title() {
    return "production patterns";
  }

  @Override
  public void begin() {
    scene.heal();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "who-restores",
            "flannel wrote its conflist onto every node. On worker 2 it gets damaged. What fixes"
                + " it?",
            List.of(
                "flannel's agent, which watches the file",
                "nothing, until somebody restores it or the agent's pod is replaced",
                "the kubelet, from the ConfigMap"),
            this::whoRestores),
        new Question(
            "agent-log",
            "You watch the agents' logs for errors, as the original lab advises. Do they show this"
                + " failure?",
            List.of(
                "yes: the agent of worker 2 logs an error",
                "no: containerd reads the file, so containerd complains"),
            this::agentLog),
        new Question(
            "no-repair",
            "Which of these repairs leaves worker 2 as it is?",
            List.of(
                "copy the backup over the damaged file",
                "delete the agent's pod on worker 2",
                "apply the ConfigMap again"),
            this::noRepair));
  }

  /** The ConfigMap was applied again, and the agent's pod is still the same. */
  private Observation noRepair() {
    Node node = scene.worker(2);
    if (!FlannelAgent.runs(scene.workloads(), node)) {
      return Observation.none("the agent of " + node.name() + " is not running");
    }
    return damage()
        .map(
            problem ->
                new Observation(
                    "c", "the ConfigMap is as it should be, and the file is still " + problem))
        .orElse(Observation.none("the file of " + node.name() + " is healthy"));
  }

  private Optional<String> damage() {
    return NodeCni.of(scene.worker(2)).winner().flatMap(ConfigFile::problem);
  }

  private Observation whoRestores() {
    Node node = scene.worker(2);
    Optional<String> damage = damage();
    if (damage.isEmpty() && !node.isReady()) {
      return Observation.none("the file is healthy, but the node is not Ready yet");
    }
    return damage
        .map(
            problem ->
                new Observation(
                    FlannelAgent.runs(scene.workloads(), node) ? "b" : "",
                    "the agent of " + node.name() + " runs, and the file is still " + problem))
        .orElse(Observation.none("the file of " + node.name() + " is healthy"));
  }

  private Observation agentLog() {
    if (damage().isEmpty()) {
      return Observation.none("the file of worker 2 is healthy");
    }
    Node node = scene.worker(2);
    long agents =
        scene.workloads().pods(FlannelAgent.NAMESPACE, "app=flannel").list().stream()
            .filter(pod -> pod.nodeName().equals(node.name()))
            .flatMap(pod -> scene.cluster().log(pod.namespace(), pod.name(), 100).lines())
            .filter(line -> line.contains("conflist") && line.startsWith("E"))
            .count();
    Output containerd =
        node.sh("journalctl -u containerd --no-pager | grep level=error | grep -c conflist");
    return new Observation(
        agents > 0 ? "a" : "b",
        "lines about the file: agent %d, containerd %s"
            .formatted(agents, containerd.out().strip()));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "worker 2 has the same configuration as worker 1, and is Ready",
            this::restored,
            List.of(
                "You have a copy from before the change. Where did you put it?",
                "cniConfiguration() shows both. Compare, and copy the backup over the damaged"
                    + " file.",
                "worker(2).sh(\"cp /var/backups/cni/10-flannel.conflist /etc/cni/net.d/\")")),
        new Expectation(
            "worker 2 has a copy of that configuration where containerd does not look",
            this::backedUp,
            List.of(
                "A backup beside the original may become the original. Remember step 01.",
                "Any other folder than /etc/cni/net.d will do, or in it a name that containerd"
                    + " ignores.",
                "worker(2).sh(\"mkdir -p /var/backups/cni && cp /etc/cni/net.d/*"
                    + " /var/backups/cni/\")")),
        new Expectation(
            "test-source gets a page from test-dest, which is on another node",
            this::crosses,
            List.of(
                "Two pods on one node test a bridge. Where are yours?",
                "pods() shows the nodes. You can send a pod to one or keep it away from another.",
                "run(\"test-source\", worker(1)) and apply(\"manifests/test-dest.yaml\")")));
  }

  private Finding restored() {
    Node node = scene.worker(2);
    Optional<ConfigFile> here = NodeCni.of(node).winner();
    Optional<ConfigFile> model = NodeCni.of(scene.worker(1)).winner();
    if (!here.equals(model) || here.isEmpty()) {
      return missed(
          here.map(
                  file ->
                      file.name()
                          + file.problem().map(problem -> " is " + problem).orElse(" differs"))
              .orElse("no file that counts"),
          Suggestions.LOOK_AT_CONFIGURATION);
    }
    return node.isReady()
        ? met(here.get().name())
        : missed(node.toString(), Suggestions.LOOK_AT_NODES);
  }

  private Finding backedUp() {
    Node node = scene.worker(2);
    Optional<Original> model = Original.of(scene.worker(1), FILE);
    if (model.isEmpty()) {
      return missed(
          "worker 1 has no configuration to compare with", Suggestions.LOOK_AT_CONFIGURATION);
    }
    List<String> copies = new ArrayList<>(model.get().copies(node, SHELVES));
    copies.removeIf(path -> path.matches("/etc/cni/net\\.d/[^/]*\\.(conf|conflist|json)"));
    if (copies.isEmpty()) {
      copies.addAll(model.get().archives(node, SHELVES));
    }
    return copies.isEmpty()
        ? missed("no copy below " + SHELVES.replace(" ", ", "), Suggestions.KEEP_A_BACKUP)
        : met(String.join(", ", copies));
  }

  private Finding crosses() {
    Optional<Pod> from = scene.ready(SOURCE);
    Optional<Pod> to = scene.ready(DEST);
    if (from.isEmpty() || to.isEmpty()) {
      return missed("test-source and test-dest are not both Ready", Suggestions.LIST_PODS);
    }
    if (from.get().nodeName().equals(to.get().nodeName())) {
      return missed("both are on " + to.get().nodeName(), Suggestions.KEEP_APART);
    }
    Output curl =
        from.get().sh("curl -sS -m 3 -o /dev/null -w '%{http_code}' http://" + to.get().ip());
    String seen = curl.printed().strip();
    return seen.equals("200") ? met(seen) : missed(seen, Suggestions.diagnose(DEST));
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.adds(scene.worker(2).name() + " file /etc/cni/net.d/*");
  }

  @Override
  public String solution() {
    return """
    worker(2).sh("mkdir -p /var/backups/cni && cp /etc/cni/net.d/* /var/backups/cni/ && ls /var/backups/cni");
    worker(2).sh("cp /var/backups/cni/10-flannel.conflist /etc/cni/net.d/")\
    """;
  }
}
