package dev.cnilab.cluster.conformance.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.netsim.loop.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A cluster in the shape of the captured one, whose clock shows what that one's did, and
 * transcripts typed into it again.
 */
final class Session implements AutoCloseable {
  private static final int NODES = 2;

  /** How long a cluster has been up that has been used before. */
  private static final Duration USED = Duration.ofMinutes(4);

  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /**
   * How far two real runs of the same wait lie apart: a sandbox is tried again after 11 to 15 s.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(16);

  private static final Pattern ADDRESS = Pattern.compile("\\b10\\.244\\.\\d+\\.\\d+\\b(?!/)");
  private static final Pattern GENERATED =
      Pattern.compile(
          "(?<=[ =])([a-z][-a-z0-9]*-[0-9a-f]{8,10}-[bcdf-hj-np-tv-z2456789]{5})(?![-a-z0-9])");
  private static final Pattern ENTERED = Pattern.compile("nsenter -t (\\d+)");
  private static final Pattern SINCE =
      Pattern.compile("(?<=--since ')(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?=')");

  private final Cluster cluster;
  private final HttpEndpoint endpoint;
  private final Terminal terminal;
  private final Path folder;
  private final Past past;

  /** Whether the captured cluster was new, or had seen other sessions. */
  enum Past {
    NEW,
    USED
  }

  /** How far this cluster was behind the captured one from which instant of that one's on. */
  private final NavigableMap<Instant, Duration> late =
      new TreeMap<>(Map.of(Instant.EPOCH, Duration.ZERO));

  private Session(Cluster cluster, HttpEndpoint endpoint, Path folder, Past past)
      throws IOException {
    this.past = past;
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.folder = folder;
    Path kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), endpoint.kubeconfig().toYaml());
    terminal = new Terminal(cluster, endpoint, kubeconfig);
  }

  /** Starts a cluster for transcripts, of which this is the first. */
  static Session begin(Cni cni, Past past, Transcript first)
      throws IOException, InterruptedException {
    Duration up = past == Past.USED ? USED : Timeline.firstAge(first);
    ClusterSpec spec =
        new ClusterSpec(
            cni, NODES, PodNetwork.standard(), 1, Pace.ON_DEMAND, first.began().minus(up));
    Cluster cluster = Cluster.switchedOff(spec);
    cluster.loop().call(() -> untaint(cluster.client()));
    cluster.boot();
    Session session =
        new Session(
            cluster, cluster.server().listen(0), Files.createTempDirectory("conformance"), past);
    return session;
  }

  /** The captured cluster lets pods run on its control plane: kubeadm was given no taints. */
  private static Watch untaint(ApiClient client) {
    return client.watch(
        ResourceTypes.NODES,
        "",
        ListOptions.everything(),
        event -> {
          if (event.type() == WatchEvent.Type.ADDED) {
            client.update(ResourceTypes.NODES, event.object().edit(Session::untaint));
          }
        });
  }

  private static void untaint(ObjectNode node) {
    Iterator<JsonNode> taints = node.at("/spec/taints").iterator();
    while (taints.hasNext()) {
      if (taints.next().path("key").asText().equals("node-role.kubernetes.io/control-plane")) {
        taints.remove();
      }
    }
  }

  /** Types a transcript's commands again. */
  void replay(Transcript transcript, Consumer<Outcome> outcomes)
      throws IOException, InterruptedException {
    CapturedPods pods = new CapturedPods(transcript);
    List<Instant> times = Timeline.of(transcript);
    if (past == Past.USED) {
      new Preparation(terminal, transcript).useNodes();
    }
    pass(transcript.began());
    Comparison comparison =
        new Comparison(
            transcript,
            pods,
            past == Past.NEW ? History.none() : History.before(transcript.began(), cluster));
    List<String> leftOver = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      if (!Timeline.looks(transcript.entries().get(i))) {
        delete(leftOver);
        leftOver.clear();
      }
      switch (transcript.entries().get(i)) {
        case Transcript.Noted noted -> pass(times.get(i));
        case Transcript.Awaited awaited -> {
          Optional<Outcome> outcome = await(awaited);
          outcome.ifPresent(outcomes);
          pass(times.get(i));
        }
        case Transcript.Typed typed when typed.node().equals("lan") -> {
          // The nodes' cable is no machine here.
        }
        case Transcript.Typed typed -> {
          pass(times.get(i));
          outcomes.accept(type(typed, i, pods, comparison, times.get(i), transcript.began()));
          cluster.loop().advance(Timeline.COMMAND);
        }
      }
      if (past == Past.USED) {
        leftOver.addAll(pods.deletedAfter(i));
      }
    }
  }

  private Outcome type(
      Transcript.Typed typed,
      int entry,
      CapturedPods pods,
      Comparison comparison,
      Instant at,
      Instant began)
      throws IOException, InterruptedException {
    String command = translated(typed, entry, pods);
    String answer = terminal.type(Names.ours(typed.node()), Names.ours(command));
    return comparison.of(typed, answer, Duration.between(began, at));
  }

  /** Deletes the pods that were deleted without a word. */
  private void delete(List<String> pods) throws IOException, InterruptedException {
    for (String pod : pods) {
      terminal.type("", "kubectl delete pod " + pod + " --ignore-not-found");
    }
  }

  private String translated(Transcript.Typed typed, int entry, CapturedPods pods)
      throws IOException, InterruptedException {
    String command = typed.command();
    for (String address : found(ADDRESS, command, 0)) {
      Optional<String> pod = pods.owner(address, entry);
      if (pod.isPresent()) {
        String ours = cluster.loop().call(() -> address(pod.get()));
        command = command.replace(address, ours.isEmpty() ? address : ours);
      }
    }
    for (String pod : found(GENERATED, command, 1)) {
      boolean ready = pods.wasReady(pod, entry);
      Optional<String> ours = cluster.loop().call(() -> podLike(CapturedPods.owner(pod), ready));
      command = command.replace(pod, ours.orElse(pod));
    }
    for (String process : found(ENTERED, command, 1)) {
      Optional<String> pod = pods.lastMadeOn(typed.node(), entry);
      if (pod.isPresent()) {
        command =
            command.replace("-t " + process + " ", "-t " + pid(typed.node(), pod.get()) + " ");
      }
    }
    return SINCE
        .matcher(command)
        .replaceAll(
            since ->
                ours(Instant.parse(since.group(1) + "T" + since.group(2) + "Z"))
                    .toString()
                    .substring(0, 19)
                    .replace('T', ' '));
  }

  private Optional<String> podLike(String owner, boolean ready) {
    return cluster.client().list(ResourceTypes.PODS, "default", ListOptions.everything()).stream()
        .filter(pod -> CapturedPods.owner(pod.name()).equals(owner))
        .filter(pod -> new Pod(pod).isReady() == ready)
        .map(KubeObject::name)
        .findFirst();
  }

  private String address(String pod) {
    return cluster
        .client()
        .find(ResourceTypes.PODS, "default", pod)
        .map(found -> found.text("/status/podIP"))
        .orElse("");
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(m -> group(m, group)).distinct().toList();
  }

  private static String group(MatchResult match, int group) {
    return match.group(group);
  }

  private String pid(String node, String pod) throws IOException, InterruptedException {
    return terminal
        .type(
            Names.ours(node),
            "crictl inspectp $(crictl pods | grep ' "
                + pod
                + " ' | head -1 | cut -d' ' -f1) | grep '\"pid\"' | head -1 | tr -dc 0-9")
        .strip();
  }

  /** Waits as the remark says, and says whether that took about as long. */
  private Optional<Outcome> await(Transcript.Awaited awaited) {
    Optional<Condition> condition = Condition.of(Names.ours(awaited.what()));
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    pass(awaited.from());
    Instant start = now();
    Instant giveUp = ours(awaited.until()).plus(LONGEST_WAIT);
    boolean holds = holds(condition.get());
    while (!holds && now().isBefore(giveUp)) {
      cluster.loop().advance(STEP);
      holds = holds(condition.get());
    }
    Instant end = now();
    Duration waited = Duration.between(start, end);
    boolean alike = holds && waited.minus(awaited.waited()).abs().compareTo(TOLERANCE) <= 0;
    return Optional.of(
        new Outcome(
            awaited.what(),
            alike,
            List.of("after " + awaited.waited()),
            List.of(holds ? "after " + waited : "not after " + waited)));
  }

  private boolean holds(Condition condition) {
    return cluster.loop().call(() -> condition.holds().test(cluster.client()));
  }

  private Instant now() {
    return cluster.loop().call(cluster.loop()::now);
  }

  /** Lets time pass until the captured cluster's clock showed an instant. */
  private void pass(Instant captured) {
    Duration ahead = Duration.between(now(), ours(captured));
    if (ahead.isPositive()) {
      cluster.loop().advance(ahead);
    } else {
      late.put(captured, Duration.between(captured, now()));
    }
  }

  /** What this cluster's clock shows at an instant of the captured one's. */
  private Instant ours(Instant captured) {
    return captured.plus(late.floorEntry(captured).getValue());
  }

  @Override
  public void close() {
    endpoint.close();
    cluster.close();
    deleteFolder();
  }

  private void deleteFolder() {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
