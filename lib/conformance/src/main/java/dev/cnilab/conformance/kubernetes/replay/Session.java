package dev.cnilab.conformance.kubernetes.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.apiserver.tls.Authority;
import dev.cnilab.cluster.apiserver.tls.Kubeconfig;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.Past;
import dev.cnilab.conformance.kubernetes.capture.SilentRestarts;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.Bindings;
import dev.cnilab.conformance.kubernetes.comparison.Comparison;
import dev.cnilab.conformance.kubernetes.comparison.Moment;
import dev.cnilab.conformance.kubernetes.comparison.Names;
import dev.cnilab.conformance.kubernetes.comparison.Outcome;
import dev.cnilab.netsim.loop.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster in the shape of the captured one, whose clock shows what that one's did, and
 * transcripts typed into it again.
 */
public final class Session implements AutoCloseable {
  private static final int NODES = 2;

  /** How long a cluster has been up that has been used before. */
  private static final Duration USED = Duration.ofMinutes(4);

  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final HttpEndpoint endpoint;
  private final AgeProxy ages;
  private final Terminal terminal;
  private final Path folder;
  private final Past past;
  private final CapturedClock clock;
  private final Bindings bindings = new Bindings();

  private Session(Cluster cluster, HttpEndpoint endpoint, Path folder, Past past)
      throws IOException {
    this.past = past;
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.folder = folder;
    Path kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), admin(cluster, endpoint.kubeconfig()));
    ages = new AgeProxy(endpoint.kubeconfig(), () -> cluster.loop().call(cluster.loop()::now));
    Path describing = Files.writeString(folder.resolve("describing"), ages.kubeconfig().toYaml());
    terminal = new Terminal(cluster, endpoint, kubeconfig, describing);
    clock = new CapturedClock(cluster.loop());
  }

  /** As kubeadm's {@code admin.conf}, by which the captured cluster was used. */
  private static String admin(Cluster cluster, Kubeconfig kubeconfig) {
    Authority.Issued issued =
        cluster
            .loop()
            .call(
                () ->
                    cluster
                        .server()
                        .authority()
                        .issue(
                            new Authority.Subject(
                                "kubernetes-admin", List.of("kubeadm:cluster-admins")),
                            cluster.loop().now()));
    return kubeconfig
        .toYaml()
        .replace(
            "token: " + kubeconfig.token(),
            "client-certificate-data: %s\n    client-key-data: %s"
                .formatted(base64(issued.certificate()), base64(issued.key())));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Starts a cluster for transcripts, of which this is the first. */
  public static Session begin(Cni cni, Past past, Transcript first)
      throws IOException, InterruptedException {
    Duration up = past == Past.USED ? USED : Timeline.firstAge(first);
    ClusterSpec spec =
        new ClusterSpec(
            cni,
            NODES,
            PodNetwork.standard(),
            1,
            ClusterSpec.Secrets.OF_THE_SEED,
            Pace.ON_DEMAND,
            first.began().minus(up));
    Cluster cluster = Cluster.switchedOff(spec);
    cluster.loop().call(() -> untaint(cluster.client()));
    cluster.boot();
    return new Session(
        cluster, cluster.server().listen(0), Files.createTempDirectory("conformance"), past);
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
  public void replay(Transcript transcript, Consumer<Outcome> outcomes)
      throws IOException, InterruptedException {
    CapturedPods pods = new CapturedPods(transcript);
    Translation translation = new Translation(cluster, terminal, clock, pods);
    List<Instant> times = Timeline.of(transcript);
    Cables cables = new Cables(cluster);
    if (past == Past.USED) {
      new Preparation(terminal, transcript).useNodes();
    }
    clock.pass(transcript.began());
    Instant began = clock.now();
    Comparison comparison = new Comparison(transcript, pods, bindings, Names::ours, past);
    List<String> leftOver = new ArrayList<>();
    Deque<SilentRestarts.Restart> restarts = new ArrayDeque<>(SilentRestarts.of(transcript));
    for (int i = 0; i < times.size(); i++) {
      while (!restarts.isEmpty() && !restarts.getFirst().at().isAfter(times.get(i))) {
        restart(restarts.removeFirst());
      }
      if (!Timeline.looks(transcript.entries().get(i))) {
        delete(leftOver);
        leftOver.clear();
      }
      switch (transcript.entries().get(i)) {
        case Transcript.Noted noted -> {
          clock.pass(times.get(i));
          cables.note(noted);
        }
        case Transcript.Awaited awaited -> {
          await(awaited).ifPresent(outcomes);
        }
        case Transcript.Typed typed when typed.node().equals("lan") -> {
          clock.pass(times.get(i));
          cables.change(typed);
        }
        case Transcript.Typed typed -> {
          clock.pass(times.get(i));
          outcomes.accept(
              type(
                  typed,
                  i,
                  translation,
                  comparison,
                  new Moment(transcript.began(), times.get(i)),
                  began));
          clock.advance(Timeline.COMMAND);
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
      Translation translation,
      Comparison comparison,
      Moment then,
      Instant began)
      throws IOException, InterruptedException {
    UnrecordedFile.write(typed, terminal);
    String command = translation.of(typed, entry);
    String answer = terminal.type(Names.ours(typed.node()), Names.ours(command));
    return comparison.of(
        typed,
        then,
        new Transcript.Typed(typed.node(), command, answer),
        new Moment(began, clock.now()));
  }

  /** Deletes the pod of a daemon set on a node, when that was done without a word. */
  private void restart(SilentRestarts.Restart restart) throws IOException, InterruptedException {
    clock.pass(restart.at());
    terminal.type(
        "",
        "kubectl get pods -A --field-selector spec.nodeName=%s --no-headers"
                .formatted(Names.ours(restart.node()))
            + " | awk '$2 ~ /^%s-[a-z0-9]+$/ {print \"-n\", $1, $2}'".formatted(restart.daemonSet())
            + " | xargs -r kubectl delete pod --wait=false");
  }

  /** Deletes the pods that were deleted without a word. */
  private void delete(List<String> pods) throws IOException, InterruptedException {
    for (String pod : pods) {
      terminal.type("", "kubectl delete pod " + pod + " --ignore-not-found");
    }
  }

  /**
   * Waits as the remark says, and says whether that took about as long. The person who waited went
   * on as soon as it was so.
   */
  private Optional<Outcome> await(Transcript.Awaited awaited) {
    Optional<Condition> condition = Condition.of(Names.ours(awaited.what()));
    if (condition.isEmpty()) {
      clock.pass(awaited.until());
      return Optional.empty();
    }
    clock.pass(awaited.from());
    Instant start = clock.now();
    Instant giveUp = clock.ours(awaited.until()).plus(LONGEST_WAIT);
    boolean holds = holds(condition.get());
    while (!holds && clock.now().isBefore(giveUp)) {
      clock.advance(STEP);
      holds = holds(condition.get());
    }
    clock.happened(awaited.until());
    Duration waited = Duration.between(start, clock.now());
    return Optional.of(Comparison.of(awaited, holds ? Optional.of(waited) : Optional.empty()));
  }

  private boolean holds(Condition condition) {
    return cluster.loop().call(() -> condition.holds().test(cluster.client()));
  }

  @Override
  public void close() {
    ages.close();
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
