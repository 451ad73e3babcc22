package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** 13: leaked addresses, and exhausted addresses. */
record UsedUp(Scene scene) implements Step {

  private static final String HUNGRY = "app=ip-hungry";
  private static final String LEAKY = "leaky";
  private static final int WANTED = 10;
  private static final String NO_ADDRESS = "no IP addresses available";

  @Override
  public String number() {
    return "13";
  }

  @Override
  public String title() {
    return "addresses used up";
  }

  /** Each worker allocates addresses only from a /29: five for pods. */
  @Override
  public void begin() {
    scene.heal();
    Stream.of(scene.worker(1), scene.worker(2))
        .forEach(
            worker ->
                worker.change(
                    "sed -i 's|^\\(FLANNEL_SUBNET=.*\\)/24|\\1/29|' /run/flannel/subnet.env; "
                        + "ip addr flush dev cni0 2>/dev/null"));
    scene.nettest();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "leak",
            "portmap, the last plugin of the chain, fails. The plugin before it has given the pod"
                + " an address. What becomes of that?",
            List.of(
                "it is given back: the attempt failed as a whole",
                "it is lost, and the next attempt takes another",
                "the next attempt takes the same one"),
            this::leak),
        new Question(
            "no-address",
            "A node has plenty of memory and CPU, but no address left. A new pod for it:",
            List.of(
                "stays Pending: the scheduler counts addresses, too",
                "is sent there, and hangs in ContainerCreating",
                "gets an address of another node"),
            this::noAddress),
        new Question(
            "how-many",
            "The original lab tests the limits of a node's /24 with ten pods. How many pods does a"
                + " /24 take?",
            List.of("256", "253", "110"),
            this::howMany));
  }

  private Observation leak() {
    NodeState state = worker(1);
    Optional<Pod> pod = scene.find(LEAKY);
    if (pod.isEmpty() || pod.get().isReady()) {
      return Observation.none("no pod " + LEAKY + " that fails");
    }
    int leaked = state.leaked().size();
    return new Observation(
        leaked == 0 ? "a" : leaked == 1 ? "c" : "b",
        "%d addresses are taken on %s by nobody: %s"
            .formatted(leaked, state.node().name(), state.leaked()));
  }

  private Observation noAddress() {
    return hungry().stream()
        .filter(pod -> !pod.isReady())
        .filter(
            pod ->
                scene.workloads().events(pod).about(NO_ADDRESS).isPresent()
                    || pod.nodeName().isEmpty())
        .findFirst()
        .map(pod -> new Observation(pod.nodeName().isEmpty() ? "a" : "b", pod.toString()))
        .orElse(Observation.none("no pod of ip-hungry lacks an address"));
  }

  private Observation howMany() {
    Node node = scene.worker(1);
    int addresses = node.podAddressCount();
    int most = Math.min(addresses, node.maxPods());
    String letter =
        switch (most) {
          case 256 -> "a";
          case 253 -> "b";
          case 110 -> "c";
          default -> "";
        };
    return new Observation(
        letter,
        "%s has %d addresses for pods, and its kubelet takes %d pods at most"
            .formatted(node.podCidr(), addresses, node.maxPods()));
  }

  private NodeState worker(int number) {
    return NodeState.of(scene.workloads(), scene.worker(number)).getFirst();
  }

  private List<Pod> hungry() {
    return scene.workloads().labelled(HUNGRY).list();
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "the plugins of both workers have their programs",
            this::programs,
            List.of(
                "What made the addresses leak may still be there.",
                "compare(worker(1), worker(2)) shows which program is missing.",
                "worker(1).sh(\"mv /root/portmap /opt/cni/bin/\")")),
        new Expectation(
            "the addresses that the workers have reserved are those of their pods",
            this::books,
            List.of(
                "Each file is a reserved address. Which pod has it?",
                "addresses() names those that no pod has.",
                "Remove the files of those addresses, and no others: "
                    + "worker(1).sh(\"rm /var/lib/cni/networks/cbr0/ADDRESS\")")),
        new Expectation(
            "ten pods of ip-hungry are Ready, each with an address of its own",
            this::tenPods,
            List.of(
                "How many addresses are there, and who has those that ip-hungry lacks?",
                "Deleting a pod gives its address back. Which pods are not needed any more?",
                "delete(\"pod/nettest-1\", \"pod/nettest-2\", \"pod/leaky\"), then wait a quarter"
                    + " of a minute.")));
  }

  private Finding programs() {
    List<String> missing =
        NodeState.workers(scene.workloads()).stream()
            .flatMap(
                state ->
                    state.facts().cni().missingBinaries().stream()
                        .map(name -> name + " on " + state.node().name()))
            .toList();
    return missing.isEmpty()
        ? met("all there")
        : missed("missing: " + missing, Suggestions.COMPARE_TYPE_AND_BINARIES);
  }

  private Finding books() {
    for (NodeState state : NodeState.workers(scene.workloads())) {
      String node = state.node().name();
      if (!state.leaked().isEmpty()) {
        return missed(node + ": no pod has " + state.leaked(), Suggestions.LOOK_AT_ADDRESSES);
      }
      if (!state.unnoted().isEmpty()) {
        return missed(
            node + ": pods have " + state.unnoted() + ", but that is not noted",
            Suggestions.LOOK_AT_ADDRESSES);
      }
    }
    return met("they agree");
  }

  private Finding tenPods() {
    List<Pod> ready = hungry().stream().filter(Pod::isReady).toList();
    long distinct = ready.stream().map(Pod::ip).distinct().count();
    String found = "%d are Ready, with %d addresses".formatted(ready.size(), distinct);
    return ready.size() >= WANTED && distinct == ready.size()
        ? met(found)
        : missed(found, Suggestions.COUNT_ADDRESSES);
  }

  @Override
  public Leeway leeway() {
    Leeway leeway = Leeway.NONE.changes(scene.cluster().namespace() + " pod/nettest-*");
    for (Node worker : List.of(scene.worker(1), scene.worker(2))) {
      leeway =
          leeway.changes(
              worker.name() + " file /run/flannel/subnet.env", worker.name() + " link cni0");
    }
    return leeway;
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("mv /root/portmap /opt/cni/bin/");
    for (var lost : addresses().of(worker(1).name()).leaked()) worker(1).sh("rm /var/lib/cni/networks/cbr0/" + lost);
    delete("pod/nettest-1", "pod/nettest-2", "pod/leaky")\
    """;
  }
}
