package dev.cnilab.cluster.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;

/**
 * The object that an event is about. Unknown fields are "".
 *
 * @param fieldPath the part of the object, such as {@code spec.containers{app}}
 */
public record ObjectReference(
    String kind,
    String namespace,
    String name,
    String uid,
    String apiVersion,
    String resourceVersion,
    String fieldPath) {

  public static ObjectReference of(KubeObject object) {
    return new ObjectReference(
        object.kind(),
        object.namespace(),
        object.name(),
        object.uid(),
        object.apiVersion(),
        object.resourceVersion(),
        "");
  }

  /** A node as its kubelet refers to it: the uid is the name, and the other fields are unknown. */
  public static ObjectReference node(String name) {
    return new ObjectReference("Node", "", name, name, "", "", "");
  }

  /** A part of the object. */
  public ObjectReference field(String path) {
    return new ObjectReference(kind, namespace, name, uid, apiVersion, resourceVersion, path);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    putUnlessEmpty(json, "kind", kind);
    putUnlessEmpty(json, "namespace", namespace);
    putUnlessEmpty(json, "name", name);
    putUnlessEmpty(json, "uid", uid);
    putUnlessEmpty(json, "apiVersion", apiVersion);
    putUnlessEmpty(json, "resourceVersion", resourceVersion);
    putUnlessEmpty(json, "fieldPath", fieldPath);
    return json;
  }

  private static void putUnlessEmpty(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }
}
