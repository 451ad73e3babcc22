package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A write as admission plugins see it ({@code admission.Attributes}).
 *
 * @param subresource "" for the object itself; for a subresource the object it belongs to is shown
 *     as a whole
 * @param object as it would be after the write; null for a deletion
 * @param old as it is now; null for a creation
 * @param warnings receives what the client is told besides the answer
 */
public record AdmissionRequest(
    Operation operation,
    ResourceType type,
    String subresource,
    @Nullable KubeObject object,
    @Nullable KubeObject old,
    User user,
    Retention retention,
    Consumer<String> warnings) {
  /** The operation. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    /** A stream to a pod's container; the object holds the options of the request. */
    CONNECT
  }

  /** Whether the result is kept. */
  public enum Retention {
    STORED,
    DRY_RUN
  }

  /** The same with another object. */
  public AdmissionRequest with(KubeObject other) {
    return new AdmissionRequest(
        operation, type, subresource, other, old, user, retention, warnings);
  }

  /** The object as it would be, or as it was if it is deleted. */
  public KubeObject subject() {
    KubeObject there = object == null ? old : object;
    if (there == null) {
      throw new IllegalStateException("a write is about an object");
    }
    return there;
  }

  /** The AdmissionReview of admission.k8s.io/v1, without its uid and its objects. */
  public ObjectNode review() {
    ObjectNode json = Json.object();
    kind(json.putObject("kind"), "kind", kind());
    kind(json.putObject("resource"), "resource", type.plural());
    if (!subresource.isEmpty()) {
      json.put("subResource", subresource);
    }
    kind(json.putObject("requestKind"), "kind", kind());
    kind(json.putObject("requestResource"), "resource", type.plural());
    json.put("name", subject().name());
    if (type.namespaced()) {
      json.put("namespace", subject().namespace());
    }
    json.put("operation", operation.name());
    json.set("userInfo", userInfo());
    json.put("dryRun", retention == Retention.DRY_RUN);
    return json;
  }

  /** The object as it would be, or null. */
  public JsonNode objectJson() {
    return object == null ? NullNode.getInstance() : object.json();
  }

  /** The object as it is, or null. */
  public JsonNode oldJson() {
    return old == null ? NullNode.getInstance() : old.json();
  }

  private String kind() {
    return operation == Operation.CONNECT ? subject().kind() : type.kind();
  }

  private void kind(ObjectNode json, String what, String name) {
    json.put("group", type.group()).put("version", type.version()).put(what, name);
  }

  private ObjectNode userInfo() {
    ObjectNode json = Json.object().put("username", user.name());
    if (!user.uid().isEmpty()) {
      json.put("uid", user.uid());
    }
    user.groups().forEach(json.putArray("groups")::add);
    for (Map.Entry<String, List<String>> extra : user.extra().entrySet()) {
      extra.getValue().forEach(json.withObject("/extra").withArray(extra.getKey())::add);
    }
    return json;
  }
}
