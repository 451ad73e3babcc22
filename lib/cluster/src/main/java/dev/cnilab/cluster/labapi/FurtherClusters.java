package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The clusters that were started beside this one, as objects. They are started and ended one after
 * another. From any thread.
 */
public final class FurtherClusters implements AutoCloseable {
  static final ResourceType TYPE =
      ResourceType.clusterWide("lab.cnilab.dev", "v1", "Cluster", "clusters")
          .withVerbs("create", "delete", "get", "list");

  /** RFC 1123: a label, as Kubernetes requires for most names. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final int MOST = 8;

  private final Function<ClusterRequest, StartedCluster> starter;
  private final Map<String, Entry> clusters = new LinkedHashMap<>();
  private int started;

  /**
   * Without clusters.
   *
   * @param starter starts one; blocks until it is ready
   */
  public FurtherClusters(Function<ClusterRequest, StartedCluster> starter) {
    this.starter = starter;
  }

  private record Entry(ClusterRequest request, StartedCluster cluster) {}

  synchronized JsonNode create(JsonNode body) {
    ClusterRequest request = ClusterRequest.of(body.path("spec"));
    String name = body.at("/metadata/name").asText("");
    if (name.isEmpty()) {
      name = body.at("/metadata/generateName").asText("cluster-") + (started + 1);
    }
    if (!NAME.matcher(name).matches()) {
      throw ApiErrors.badRequest(
          "metadata.name: \"" + name + "\" is no name; use a-z, 0-9 and -, at most 63 of them");
    }
    if (clusters.containsKey(name)) {
      throw ApiErrors.alreadyExists(TYPE, name);
    }
    if (clusters.size() == MOST) {
      throw ApiErrors.forbidden(
          TYPE, name, "there are " + MOST + " already, for which there is memory; delete one");
    }
    try {
      Entry entry = new Entry(request, starter.apply(request));
      started++;
      clusters.put(name, entry);
      return document(name, entry);
    } catch (IllegalArgumentException unfit) {
      throw ApiErrors.badRequest("spec: " + unfit.getMessage());
    }
  }

  synchronized JsonNode list() {
    ObjectNode list =
        Json.object().put("apiVersion", TYPE.apiVersion()).put("kind", TYPE.kind() + "List");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    clusters.forEach((name, entry) -> items.add(document(name, entry)));
    return list;
  }

  synchronized JsonNode get(String name) {
    return document(name, known(name));
  }

  synchronized JsonNode delete(String name) {
    Entry entry = known(name);
    clusters.remove(name);
    entry.cluster().close();
    return document(name, entry);
  }

  /** Ends all of them. */
  @Override
  public synchronized void close() {
    clusters.values().forEach(entry -> entry.cluster().close());
    clusters.clear();
  }

  private Entry known(String name) {
    Entry entry = clusters.get(name);
    if (entry == null) {
      throw ApiErrors.notFound(TYPE, name);
    }
    return entry;
  }

  private static ObjectNode document(String name, Entry entry) {
    ObjectNode json = Json.object().put("apiVersion", TYPE.apiVersion()).put("kind", TYPE.kind());
    json.putObject("metadata").put("name", name);
    json.set("spec", entry.request().toSpec());
    json.putObject("status")
        .put("server", entry.cluster().kubeconfig().server())
        .put("kubeconfig", entry.cluster().kubeconfig().toYaml());
    return json;
  }
}
