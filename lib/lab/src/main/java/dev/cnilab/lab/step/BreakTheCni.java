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
import dev.cnilab.lab.nodefault.FlannelAgent;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** 05: the CNI of worker 1 is broken in five ways and repaired. */
record BreakTheCni(Scene scene) implements Step {

  private static final String HOST_NETWORK = "host-network-pod";
  private static final List<String> WAITING =
      List.of("no-config", "bad-json", "misspelt", "no-binary", "no-agent");

  @Override
  public String number() {
    return "05";
  }

  @Override
  public String title() {
    return "break the CNI";
  }

  @Override
  public void begin() {
    scene.heal();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "host-network",
            "A pod with hostNetwork: true starts. Which address will it have?",
            List.of("one from the node's podCIDR", "its node's own", "none"),
            this::hostNetwork),
        new Question(
            "no-config",
            "Worker 1 has lost its CNI configuration. What happens to the node?",
            List.of(
                "it stays Ready; only new pods fail there",
                "it becomes NotReady, and new pods are not even scheduled there",
                "it becomes NotReady, and its running pods lose their network at once"),
            this::noConfig),
        new Question(
            "misspelt",
            "The configuration is valid, but names a plugin that does not exist. What happens?",
            List.of(
                "the node stays Ready; new pods hang in ContainerCreating",
                "the node becomes NotReady, as before",
                "containerd falls back to another plugin"),
            this::misspelt),
        new Question(
            "no-agent",
            "flannel's agent is gone from every node. Does a new pod still get a network?",
            List.of(
                "no: the agent hands out the addresses",
                "yes, as long as the files it left behind are there"),
            this::noAgent),
        new Question(
            "three-repairs",
            "1 writes subnet.env by hand, 2 copies it from worker 2, 3 brings the agent back. Which"
                + " of them help?",
            List.of(
                "1 and 3 start the pod, and 3 alone lasts",
                "all three start the pod, and 3 alone lasts",
                "3 alone starts the pod"),
            this::threeRepairs));
  }

  /** The node was rebooted after the file was written by hand. */
  private Observation threeRepairs() {
    Node node = scene.worker(1);
    Optional<Pod> pod = scene.find("no-agent");
    if (pod.isEmpty() || FlannelAgent.runs(scene.workloads(), node)) {
      return Observation.none("there is no pod no-agent, or the agent runs");
    }
    boolean file = FlannelAgent.subnetFile(node);
    return new Observation(
        pod.get().isReady() ? file ? "" : "b" : "a",
        "the file is %s; %s".formatted(file ? "there" : "gone with the reboot", pod.get()));
  }

  private Observation hostNetwork() {
    return scene
        .ready(HOST_NETWORK)
        .map(
            pod -> {
              Node node = scene.workloads().nodes().find(pod.nodeName());
              return new Observation(
                  pod.ip().equals(node.ip()) ? "b" : "a",
                  "pod %s, node %s".formatted(pod.ip(), node.ip()));
            })
        .orElse(Observation.none("host-network-pod is not Ready"));
  }

  private Observation noConfig() {
    Node node = scene.worker(1);
    Optional<Pod> pod = scene.find("no-config");
    if (node.isReady() || pod.isEmpty()) {
      return Observation.none(node + "; pod no-config " + (pod.isEmpty() ? "is not there" : "is"));
    }
    return new Observation(pod.get().nodeName().isEmpty() ? "b" : "a", node + "; " + pod.get());
  }

  private Observation misspelt() {
    Node node = scene.worker(1);
    Optional<Pod> pod = scene.find("misspelt");
    if (pod.isEmpty()) {
      return Observation.none("there is no pod misspelt");
    }
    String letter = !node.isReady() ? "b" : pod.get().isReady() ? "c" : "a";
    return new Observation(letter, node + "; " + pod.get());
  }

  private Observation noAgent() {
    Optional<Pod> pod = scene.find("no-agent");
    boolean runs = FlannelAgent.runs(scene.workloads(), scene.worker(1));
    if (runs || pod.isEmpty()) {
      return Observation.none(runs ? "the agent still runs" : "there is no pod no-agent");
    }
    return new Observation(pod.get().isReady() ? "b" : "a", "no agent; " + pod.get());
  }

  @Override
  public List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    all.add(
        new Expectation(
            "worker 1 has a CNI configuration that containerd can read",
            this::configuration,
            List.of(
                "What does containerd look at first, and what does it find there?",
                "cniConfiguration() shows the files of every node. Compare worker 1 with worker 2.",
                "Put the copy back: worker(1).sh(\"cp /root/10-flannel.conflist"
                    + " /etc/cni/net.d/\")")));
    all.add(
        new Expectation(
            "each plugin of that configuration has its binary",
            this::binaries,
            List.of(
                "The type of a plugin is the name of a program.",
                "Compare the types with ls /opt/cni/bin, letter by letter, on both workers.",
                "Put the program back, or correct the type: worker(1).sh(\"mv /root/flannel"
                    + " /opt/cni/bin/\"), or copy the configuration again.")));
    all.add(
        new Expectation(
            "flannel's agent runs on worker 1 and has left its file there",
            this::agent,
            List.of(
                "Which program writes the file that the plugin cannot find?",
                "pods(\"kube-flannel\") lists the agents. There should be one per node.",
                "apply(save(\"kube-flannel/daemonset/kube-flannel-ds\")) brings the DaemonSet back"
                    + " as it was first saved; its agents write the file again.")));
    all.add(
        new Expectation(
            "every worker is Ready",
            this::ready,
            List.of(
                "The node itself says why it is not Ready.",
                "diagnose(worker(1)) shows its condition and its files.",
                "Fix the configuration, then awaitNodeReady(worker(1)).")));
    WAITING.forEach(
        pod -> all.add(PodReady.onWorker1(scene, pod, "run(\"" + pod + "\", worker(1))")));
    return all;
  }

  private Finding configuration() {
    NodeCni node = NodeCni.of(scene.worker(1));
    Optional<ConfigFile> winner = node.winner();
    if (winner.isEmpty()) {
      return missed("no configuration in /etc/cni/net.d", Suggestions.LOOK_AT_CONFIGURATION);
    }
    String name = winner.get().name();
    return winner
        .get()
        .problem()
        .map(problem -> missed(name + " is " + problem, Suggestions.LOOK_AT_CONFIGURATION))
        .orElseGet(() -> met(name));
  }

  private Finding binaries() {
    NodeCni node = NodeCni.of(scene.worker(1));
    List<String> plugins = node.winner().map(ConfigFile::plugins).orElse(List.of());
    if (plugins.isEmpty()) {
      return missed("no readable configuration names a plugin", Suggestions.LOOK_AT_CONFIGURATION);
    }
    return node.missingBinaries().isEmpty()
        ? met(String.join(", ", plugins))
        : missed("missing: " + node.missingBinaries(), Suggestions.COMPARE_TYPE_AND_BINARIES);
  }

  private Finding agent() {
    Node node = scene.worker(1);
    boolean runs = FlannelAgent.runs(scene.workloads(), node);
    boolean file = FlannelAgent.subnetFile(node);
    String found =
        "agent %s, %s %s"
            .formatted(
                runs ? "Ready" : "not there",
                FlannelAgent.SUBNET_FILE,
                file ? "there" : "not there");
    return runs && file ? met(found) : missed(found, Suggestions.LOOK_AT_AGENT);
  }

  private Finding ready() {
    List<Node> not =
        Stream.of(scene.worker(1), scene.worker(2)).filter(node -> !node.isReady()).toList();
    return not.isEmpty()
        ? met(scene.worker(1).name() + ", " + scene.worker(2).name())
        : missed(not.getFirst().toString(), Suggestions.LOOK_AT_NODES);
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.adds(scene.worker(1).name() + " file /etc/cni/net.d/*");
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("cp /root/10-flannel.conflist /etc/cni/net.d/");
    worker(1).sh("mv /root/flannel /opt/cni/bin/");
    apply(save("kube-flannel/daemonset/kube-flannel-ds"))\
    """;
  }
}
