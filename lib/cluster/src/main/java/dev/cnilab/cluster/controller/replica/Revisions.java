package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Comparator;
import java.util.List;

/**
 * The templates that a DaemonSet or StatefulSet has had, stored as ControllerRevisions: what {@code
 * kubectl rollout history} shows, and {@code undo} returns to.
 */
public final class Revisions {
  private static final String HASH = "controller.kubernetes.io/hash";
  private static final String DAEMON_HASH = "controller-revision-hash";
  private final ApiClient client;

  public Revisions(ApiClient client) {
    this.client = client;
  }

  /**
   * The revision of a set's current template; it is created, or an older equal one becomes the
   * latest.
   */
  public KubeObject current(KubeObject set) {
    return current(set, data(set));
  }

  /**
   * Like {@link #current(KubeObject)}.
   *
   * @param data of the set, computed from its template
   */
  public KubeObject current(KubeObject set, JsonNode data) {
    List<KubeObject> all = of(set);
    long last = all.stream().mapToLong(Revisions::number).max().orElse(0);
    for (KubeObject revision : all) {
      if (revision.at("/data").equals(data)) {
        return number(revision) == last ? revision : renumber(revision, last + 1);
      }
    }
    return client.create(ResourceTypes.CONTROLLER_REVISIONS, revision(set, data, last + 1));
  }

  /** The template in a revision. */
  public static PodTemplate template(KubeObject revision) {
    ObjectNode template = revision.at("/data/spec/template").deepCopy();
    template.remove("$patch");
    return new PodTemplate(template);
  }

  /**
   * Deletes the oldest revisions beyond the set's limit.
   *
   * @param used the names of those that pods still use
   */
  public void limit(KubeObject set, List<String> used) {
    List<KubeObject> unused =
        of(set).stream()
            .filter(revision -> !used.contains(revision.name()))
            .sorted(Comparator.comparingLong(Revisions::number))
            .toList();
    int surplus = unused.size() - set.at("/spec/revisionHistoryLimit").asInt(10);
    for (KubeObject old : unused.subList(0, Math.max(0, surplus))) {
      client.delete(
          ResourceTypes.CONTROLLER_REVISIONS,
          old.namespace(),
          old.name(),
          DeleteOptions.background());
    }
  }

  private List<KubeObject> of(KubeObject set) {
    return client.listControlledBy(ResourceTypes.CONTROLLER_REVISIONS, set.namespace(), set.uid());
  }

  private static long number(KubeObject revision) {
    return revision.at("/revision").asLong();
  }

  private KubeObject renumber(KubeObject revision, long number) {
    return client.patch(
        ResourceTypes.CONTROLLER_REVISIONS,
        revision.namespace(),
        revision.name(),
        Patch.merge(Json.object().put("revision", number)));
  }

  /** The template as a patch that replaces another one, with its keys sorted like Go's maps. */
  public static JsonNode data(KubeObject set) {
    ObjectNode template = set.at("/spec/template").deepCopy();
    ObjectNode data = Json.object();
    data.putObject("spec").set("template", template.put("$patch", "replace"));
    return Json.parse(GoJson.marshalMap(data));
  }

  private static KubeObject revision(KubeObject set, JsonNode data, long number) {
    String hash = PodTemplate.of(set).hash(set.at("/status/collisionCount").asInt());
    ObjectNode json =
        Json.object()
            .put("apiVersion", ResourceTypes.CONTROLLER_REVISIONS.apiVersion())
            .put("kind", ResourceTypes.CONTROLLER_REVISIONS.kind());
    ObjectNode metadata =
        json.putObject("metadata")
            .put("name", set.name() + "-" + hash)
            .put("namespace", set.namespace());
    ObjectNode labels = metadata.putObject("labels");
    set.map("/spec/template/metadata/labels").forEach(labels::put);
    labels.put(set.kind().equals("DaemonSet") ? DAEMON_HASH : HASH, hash);
    metadata.putArray("ownerReferences").add(OwnerReference.controlledBy(set).toJson());
    json.set("data", data);
    return KubeObject.of(json.put("revision", number));
  }
}
