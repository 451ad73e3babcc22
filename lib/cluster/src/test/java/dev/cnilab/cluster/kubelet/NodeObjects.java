package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** The objects of a node and its pods, as an administrator sees and changes them. */
public abstract class NodeObjects {
  public static final String NAME = "node-2";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern LONG_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final EventLoop loop;
  private final ApiClient client;

  protected NodeObjects(EventLoop loop, ApiClient client) {
    this.loop = loop;
    this.client = client;
  }

  public EventLoop loop() {
    return loop;
  }

  public ApiClient client() {
    return client;
  }

  /** An action that may fail like file access. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  public void run(Action action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
  }

  public <T> T call(Callable<T> action) {
    return loop.call(action);
  }

  public KubeObject apply(String yaml) {
    try {
      KubeObject object = KubeObject.of((ObjectNode) YAML.readTree(yaml));
      ResourceType type =
          ResourceTypes.builtIn().stream()
              .filter(t -> t.kind().equals(object.kind()))
              .findFirst()
              .orElseThrow();
      return call(() -> client.create(type, object));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** A pod bound to this node whose container sleeps. */
  public KubeObject applySleeper(String name) {
    return applyPod(
        name,
        """
        terminationGracePeriodSeconds: 1
        containers:
        - {name: app, image: sleeper, imagePullPolicy: IfNotPresent, command: [sleep]}
        """);
  }

  /** Creates a pod on this node without a token; {@code spec} has the other fields. */
  public KubeObject applyPod(String name, String spec) {
    return apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
        """
                .formatted(name)
            + spec.indent(2));
  }

  public void patch(ResourceType type, String name, String merge) {
    run(() -> client.patch(type, "default", name, Patch.merge(Json.parse(merge))));
  }

  /** Changes the node's status, as an administrator can. */
  public void patchNodeStatus(String merge) {
    patchStatus(ResourceTypes.NODES, "", NAME, merge);
  }

  public void patchStatus(ResourceType type, String namespace, String name, String merge) {
    run(() -> client.patch(type, namespace, name, Patch.merge(Json.parse(merge)).ofStatus()));
  }

  /** The only object of a type. */
  public KubeObject only(ResourceType type) {
    List<KubeObject> all = call(() -> client.list(type));
    if (all.size() != 1) {
      throw new IllegalStateException(type.plural() + ": " + all);
    }
    return all.getFirst();
  }

  public KubeObject pod(String name) {
    return call(() -> client.get(ResourceTypes.PODS, "default", name));
  }

  public boolean hasPod(String name) {
    return call(() -> client.find(ResourceTypes.PODS, "default", name).isPresent());
  }

  public void delete(String pod) {
    run(() -> client.delete(ResourceTypes.PODS, "default", pod, DeleteOptions.background()));
  }

  public void delete(ResourceType type, String name) {
    run(() -> client.delete(type, "default", name, DeleteOptions.now()));
  }

  /** Like {@code kubectl delete --force}: does not wait for the kubelet. */
  public void deleteAtOnce(String pod) {
    run(() -> client.delete(ResourceTypes.PODS, "default", pod, DeleteOptions.now()));
  }

  public void deleteNode() {
    run(() -> client.delete(ResourceTypes.NODES, "", NAME, DeleteOptions.now()));
  }

  public KubeObject node() {
    return call(() -> client.get(ResourceTypes.NODES, "", NAME));
  }

  /** A condition as {@code Status reason message}. */
  public static String condition(KubeObject object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return (condition.path("status").asText()
                + " "
                + condition.path("reason").asText()
                + " "
                + condition.path("message").asText())
            .strip();
      }
    }
    return "";
  }

  /** The events about an object as {@code TYPE REASON xCOUNT MESSAGE}, in order of first time. */
  public List<String> events(String name) {
    return eventObjects(name).stream()
        .map(
            event ->
                "%s %s x%s %s"
                    .formatted(
                        event.text("/type"),
                        event.text("/reason"),
                        event.text("/count"),
                        withoutIds(event.text("/message"))))
        .toList();
  }

  public List<KubeObject> eventObjects(String name) {
    return call(
        () ->
            client.list(ResourceTypes.EVENTS).stream()
                .filter(event -> event.text("/involvedObject/name").equals(name))
                .sorted(
                    Comparator.comparing((KubeObject event) -> event.text("/firstTimestamp"))
                        .thenComparing(KubeObject::name))
                .toList());
  }

  public static String withoutIds(String text) {
    return UUID.matcher(LONG_ID.matcher(text).replaceAll("ID")).replaceAll("UID");
  }
}
