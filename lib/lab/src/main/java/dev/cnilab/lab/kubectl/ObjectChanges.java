package dev.cnilab.lab.kubectl;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Applied;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.text.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes objects of the cluster. */
public final class ObjectChanges {

  /**
   * A bare pod on a NotReady node is evicted after five minutes; a learner may take longer to
   * think.
   */
  private static final Map<String, Object> PATIENT =
      Map.of("key", "node.kubernetes.io/not-ready", "operator", "Exists", "effect", "NoExecute");

  private final Cluster cluster;
  private final Guard guard;

  /**
   * Changes objects of a cluster.
   *
   * @param guard is asked before an object is changed that the course does not own
   */
  public ObjectChanges(Cluster cluster, Guard guard) {
    this.cluster = cluster;
    this.guard = guard;
  }

  /**
   * Applies a manifest.
   *
   * @param manifest YAML, or the path of a YAML file
   */
  public Done apply(String manifest) {
    boolean file = isFile(manifest);
    String yaml = yaml(manifest);
    if (guard.guards()) {
      cluster.intended(yaml).forEach(this::ask);
    }
    List<String> lines = cluster.apply(yaml).stream().map(Applied::toString).toList();
    if (lines.isEmpty()) {
      throw LabException.of(
          "could not apply the manifest", "it has no object", Suggestions.CHECK_THE_MANIFEST);
    }
    return new Done("kubectl apply -f " + (file ? manifest : "manifest.yaml"), lines, yaml);
  }

  private static boolean isFile(String manifest) {
    return !manifest.contains("\n") && manifest.matches(".*\\.ya?ml");
  }

  /** The text of a manifest: the content of the file it names, or the text itself. */
  public static String yaml(String manifest) {
    return isFile(manifest) ? read(Path.of(manifest)) : manifest;
  }

  private void ask(Intention intention) {
    String path = Resource.of(intention.object()).map(Resource::path).orElse("");
    guard.beforeChanging(path, intention);
  }

  private void ask(Resource resource, Json fields) {
    if (guard.guards()) {
      cluster
          .find(resource.path())
          .ifPresent(there -> guard.beforeChanging(resource.path(), new Intention(there, fields)));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw LabException.of(
          "could not read " + file.toAbsolutePath(), "there is none", Suggestions.CHECK_THE_PATH);
    } catch (IOException e) {
      throw LabException.of(
          "could not read " + file.toAbsolutePath(), e.toString(), Suggestions.CHECK_THE_PATH);
    }
  }

  /**
   * Starts a pod of the image nicolaka/netshoot that sleeps.
   *
   * @param labels {@code key=value}, several separated by commas
   */
  public Done run(String name, Node node, String labels) {
    return start(name, labels, "nodeSelector", Map.of("kubernetes.io/hostname", node.name()));
  }

  /** The same, bound to the node by name, which bypasses the scheduler and taints. */
  public Done bind(String name, Node node, String labels) {
    return start(name, labels, "nodeName", node.name());
  }

  private Done start(String name, String labels, String field, Object value) {
    Json pod =
        Json.of(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", name, "labels", labels(labels)),
                "spec",
                Map.of(
                    field,
                    value,
                    "tolerations",
                    List.of(PATIENT),
                    "terminationGracePeriodSeconds",
                    1,
                    "containers",
                    List.of(
                        Map.of(
                            "name",
                            name,
                            "image",
                            "nicolaka/netshoot",
                            "command",
                            List.of("sleep", "3600"))))));
    cluster.post(Pod.path(cluster.namespace()), pod);
    String kubectl =
        "kubectl run %s --image=nicolaka/netshoot --labels=%s --overrides='%s' --command -- sleep 3600"
            .formatted(
                name,
                labels,
                Json.of(
                    Map.of(
                        "spec",
                        new TreeMap<>(Map.of(field, value, "tolerations", List.of(PATIENT))))));
    return new Done(kubectl, List.of("pod/" + name + " created"), "");
  }

  private static Map<String, String> labels(String labels) {
    return Stream.of(labels.split(","))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /**
   * Deletes objects.
   *
   * @param resources as kubectl names them: {@code pod/nettest-1}, with a namespace before it if it
   *     is not the default one: {@code kube-flannel/daemonset/kube-flannel-ds}; a name alone
   *     denotes a pod
   */
  public Done delete(String... resources) {
    List<Resource> all =
        Stream.of(resources).map(name -> Resource.parse(name, cluster.namespace())).toList();
    all.forEach(resource -> ask(resource, Json.ABSENT));
    return new Done(
        "kubectl delete "
            + all.stream().map(Resource::typed).collect(Collectors.joining(" "))
            + " --grace-period=1 --ignore-not-found",
        all.stream().map(this::delete).toList(),
        "");
  }

  private String delete(Resource resource) {
    return "%s \"%s\" %s"
        .formatted(
            resource.kind(),
            resource.name(),
            cluster.delete(resource.path(), 1)
                ? "deleted from " + resource.namespace() + " namespace"
                : "was not there");
  }

  /**
   * Changes fields of an object.
   *
   * @param resource as in {@link #delete(String...)}
   * @param fields to merge, YAML or JSON; null removes a field
   */
  public Done patch(String resource, String fields) {
    Resource wanted = Resource.parse(resource, cluster.namespace());
    Json change = cluster.fields(fields);
    ask(wanted, change);
    cluster.merge(wanted.path(), change);
    return new Done(
        "kubectl patch %s --type=merge -p %s"
            .formatted(wanted.typed(), CommandLine.typed(List.of(fields))),
        List.of(wanted.kind() + "/" + wanted.name() + " patched"),
        "");
  }

  /** Whether the object exists; named as in {@link #delete(String...)}. */
  public boolean exists(String resource) {
    return cluster.find(Resource.parse(resource, cluster.namespace()).path()).isPresent();
  }

  /** What one types to read what {@link #manifest} gives. */
  public String look(String resource) {
    return "kubectl get %s -o yaml"
        .formatted(Resource.parse(resource, cluster.namespace()).typed());
  }

  /**
   * The present manifest of an object, without fields set by the server, so that it can be applied
   * again.
   *
   * @param resource as in {@link #delete(String...)}
   */
  public String manifest(String resource) {
    Resource wanted = Resource.parse(resource, cluster.namespace());
    Json object =
        cluster
            .find(wanted.path())
            .orElseThrow(
                () ->
                    LabException.of(
                        "could not read " + resource,
                        "there is none in namespace " + wanted.namespace(),
                        Suggestions.LIST_PODS));
    Map<String, Object> kept = new LinkedHashMap<>();
    object.keys().stream()
        .filter(key -> !key.equals("status"))
        .forEach(key -> kept.put(key, object.at("/" + key).value()));
    kept.put(
        "metadata",
        Map.of(
            "name", wanted.name(),
            "namespace", wanted.namespace(),
            "labels", object.fields("/metadata/labels")));
    return cluster.manifest(Json.of(kept));
  }
}
