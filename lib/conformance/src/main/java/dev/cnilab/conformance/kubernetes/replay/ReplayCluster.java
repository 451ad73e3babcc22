package dev.cnilab.conformance.kubernetes.replay;

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
import dev.cnilab.cluster.client.config.Kubeconfig;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import dev.cnilab.conformance.kubernetes.comparison.Correspondences;
import dev.cnilab.netsim.loop.Pace;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A cluster in the shape of the captured one, whose clock shows the captured time, for replaying
 * transcripts.
 */
public final class ReplayCluster implements AutoCloseable {
  private static final int NODES = 2;

  /** How long a cluster with a history has been up. */
  private static final Duration USED = Duration.ofMinutes(4);

  private final Cluster cluster;
  private final HttpEndpoint endpoint;
  private final AgeProxy ages;
  private final ReplayTerminal terminal;
  private final Path folder;
  private final ClusterHistory past;
  private final CapturedClock clock;
  private final Correspondences bindings = new Correspondences();

  private ReplayCluster(Cluster cluster, HttpEndpoint endpoint, Path folder, ClusterHistory past)
      throws IOException {
    this.past = past;
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.folder = folder;
    Path kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), admin(cluster, endpoint.kubeconfig()));
    ages = new AgeProxy(endpoint.kubeconfig(), () -> cluster.loop().call(cluster.loop()::now));
    Path describing = Files.writeString(folder.resolve("describing"), ages.kubeconfig().toYaml());
    terminal = new ReplayTerminal(cluster, endpoint, kubeconfig, describing);
    clock = new CapturedClock(cluster.loop());
  }

  /** Like kubeadm's {@code admin.conf}, which was used with the captured cluster. */
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

  /** Starts a cluster for transcripts, beginning with this one. */
  public static ReplayCluster begin(Cni cni, ClusterHistory past, Transcript first)
      throws IOException, InterruptedException {
    Duration up = past == ClusterHistory.USED ? USED : Timeline.firstAge(first);
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
    cluster.boot(ReplayCluster::asCaptured);
    return new ReplayCluster(
        cluster, cluster.server().listen(0), Files.createTempDirectory("conformance"), past);
  }

  /** A real kubelet notices changes to containers only when it lists them, once a second. */
  private static void asCaptured(Machine machine) {
    try {
      String path = "/var/lib/kubelet/config.yaml";
      String configuration = machine.files().readText(path);
      machine.files().write(path, configuration + "featureGates:\n  EventedPLEG: false\n");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * The captured cluster lets pods run on its control plane: kubeadm was configured without taints.
   */
  private static Watch untaint(ApiClient client) {
    return client.watch(
        ResourceTypes.NODES,
        "",
        ListOptions.everything(),
        event -> {
          if (event.type() == WatchEvent.Type.ADDED) {
            client.update(ResourceTypes.NODES, event.object().edit(ReplayCluster::untaint));
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

  /** Replays a transcript's commands. */
  public void replay(Transcript transcript, Consumer<ComparisonOutcome> outcomes)
      throws IOException, InterruptedException {
    if (past == ClusterHistory.USED) {
      new Preparation(terminal, transcript).useNodes();
    }
    clock.pass(transcript.began());
    new TranscriptReplay(cluster, terminal, clock, past, bindings, transcript).run(outcomes);
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
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
