package dev.cnilab.lab.client;

import dev.cnilab.lab.client.message.Applied;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.ServerTable;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The cluster in use. */
public final class Cluster implements AutoCloseable {

  /**
   * The API group of what only the embedded cluster can do: its clock, packet traces, a reset,
   * consoles.
   */
  public static final String LAB_GROUP = "/apis/lab.cnilab.dev/v1";

  /** The header that tells which run of kubectl or of the lab a request belongs to (KEP-859). */
  public static final String RUN_HEADER = "Kubectl-Session";

  private static final Duration KUBELET_PATIENCE = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Api api;
  private final Consoles consoles;
  private final FurtherClusters further = new FurtherClusters(this);
  private volatile boolean isKnownAsEmbedded;

  private Cluster(Config config) {
    config.setHttp2Disable(true); // or the JDK's client requests h2c on plain HTTP
    config.setRequestRetryBackoffLimit(0);
    if (config.getNamespace() == null) {
      config.setNamespace("default");
    }
    this.client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor(RUN_HEADER, new RunHeader()))
            .build();
    this.api = new Api(client);
    this.consoles = new Consoles(client);
  }

  /**
   * The cluster of the environment: {@link KubeconfigFiles}, and CNILAB_CONTEXT if it is set.
   *
   * @throws dev.cnilab.lab.error.LabException if there is no such file
   */
  public static Cluster fromEnvironment() {
    KubeconfigFiles.requireText(); // or the client would look for the API server of its own pod
    return new Cluster(Config.autoConfigure(System.getenv("CNILAB_CONTEXT")));
  }

  /** The cluster in a kubeconfig's text. */
  public static Cluster fromKubeconfig(String kubeconfig) {
    return new Cluster(Config.fromKubeconfig(kubeconfig));
  }

  /**
   * The fabric8 client, for everything that the lab does not offer.
   *
   * @return a client that is closed with the lab
   */
  public KubernetesClient client() {
    return client;
  }

  /** The namespace of the kubeconfig's context, or {@code default}. */
  public String namespace() {
    return client.getConfiguration().getNamespace();
  }

  /** The name of the kubeconfig's context, empty if it has none. */
  public String context() {
    return client.getConfiguration().getCurrentContext() == null
        ? ""
        : client.getConfiguration().getCurrentContext().getName();
  }

  public String server() {
    return client.getMasterUrl().toString();
  }

  /** The consoles of its nodes, if it is an embedded one. */
  public Consoles consoles() {
    return consoles;
  }

  /** The further clusters beside this one. */
  public FurtherClusters further() {
    return further;
  }

  /** The object at a path such as {@code /api/v1/nodes/worker-1}. */
  public Optional<Json> find(String path) {
    return api.find(path);
  }

  /** The API server's message if a node's kubelet does not answer; empty if it does. */
  public Optional<String> kubeletSilence(String node) {
    return api.silence("/api/v1/nodes/" + node + "/proxy/healthz", KUBELET_PATIENCE);
  }

  /** The list at a path such as {@code /api/v1/nodes}, as {@code kubectl get} receives it. */
  public ServerTable table(String path) {
    return api.table(path);
  }

  /** Creates an object under a path. */
  public Json post(String path, Json body) {
    return api.change("POST", path, "application/json", body);
  }

  /** Replaces the object at a path. */
  public Json replace(String path, Json object) {
    return api.change("PUT", path, "application/json", object);
  }

  /** Merges fields into the object at a path. */
  public Json merge(String path, Json fields) {
    return api.change("PATCH", path, "application/merge-patch+json", fields);
  }

  /**
   * Fields in the form of {@code kubectl patch --type=merge -p}: YAML or JSON; null removes a
   * field.
   */
  public Json fields(String fields) {
    try {
      return Json.of(client.getKubernetesSerialization().unmarshal(fields, Object.class));
    } catch (RuntimeException e) { // the parsers of YAML have their own
      throw LabException.of(
          "could not read '" + fields + "'", Refused.message(e), Suggestions.WRITE_FIELDS_AS_YAML);
    }
  }

  /** An object as a manifest. */
  public String manifest(Json object) {
    return client.getKubernetesSerialization().asYaml(object.value());
  }

  /**
   * Deletes the object at a path, and later its dependents.
   *
   * @param graceSeconds the time a pod's processes have to end
   * @return whether it existed
   */
  public boolean delete(String path, int graceSeconds) {
    return api.delete(path, graceSeconds);
  }

  /**
   * Deletes an object if it has not changed since it was read.
   *
   * @return false if it has changed
   */
  public boolean deleteUnchanged(String path, int graceSeconds, Json read) {
    return api.deleteUnchanged(path, graceSeconds, read.text("/metadata/resourceVersion"));
  }

  /** Whether the cluster is an embedded one that serves the lab's own resources. */
  public boolean servesLabGroup() {
    if (isKnownAsEmbedded) {
      return true;
    }
    boolean serves = api.find(LAB_GROUP).isPresent();
    isKnownAsEmbedded = serves && nobodyElseCanAnswer();
    return serves;
  }

  /** Behind a proxy, or without a check of its certificate, it could be another cluster by now. */
  private boolean nobodyElseCanAnswer() {
    return server().startsWith("https:") && !client.getConfiguration().isTrustCerts();
  }

  /** Applies the objects of a manifest, as {@code kubectl apply} does. */
  public List<Applied> apply(String manifest) {
    return api.apply(manifest);
  }

  /** The objects of a manifest: as written there, and as they are in the cluster. */
  public List<Intention> intended(String manifest) {
    return api.intended(manifest);
  }

  /**
   * The last log lines of a pod's first container.
   *
   * @return empty if it has not started
   */
  public String log(String namespace, String pod, int lines) {
    try {
      return client.pods().inNamespace(namespace).withName(pod).tailingLines(lines).getLog();
    } catch (KubernetesClientException notStarted) {
      return "";
    }
  }

  /**
   * The last log lines within some time.
   *
   * @param seconds the age of the oldest line
   * @return empty if it has not started
   */
  public String recentLog(String namespace, String pod, int lines, int seconds) {
    try {
      return client
          .pods()
          .inNamespace(namespace)
          .withName(pod)
          .sinceSeconds(seconds)
          .tailingLines(lines)
          .getLog();
    } catch (KubernetesClientException notStarted) {
      return "";
    }
  }

  /** Like {@link #exec(Consumer, String, String, String...)}, without a watch. */
  public ExecResult exec(String namespace, String pod, String... command) {
    return exec(soFar -> {}, namespace, pod, command);
  }

  /**
   * Runs a command in a pod's first container and waits for its end.
   *
   * @param watch receives the output so far, twice a second while it runs
   * @throws LabException if it could not be started or was cut off, or if the cell is interrupted
   */
  public ExecResult exec(Consumer<String> watch, String namespace, String pod, String... command) {
    return new PodCommand(client.pods().inNamespace(namespace).withName(pod), pod, command)
        .run(watch);
  }

  @Override
  public void close() {
    further.close();
    client.close();
  }
}
