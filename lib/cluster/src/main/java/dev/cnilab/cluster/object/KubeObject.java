package dev.cnilab.cluster.object;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object: an immutable tree of JSON. {@link #edit} makes a changed copy. Absent text
 * is "", absent numbers are 0 and absent maps are empty, as in the Go types of the API.
 */
public final class KubeObject {
  /** The pointers that the program uses; parsing one from text is expensive. */
  private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

  private final ObjectNode json;

  /** What is asked of every object, computed on first use. */
  private @Nullable String name;

  private @Nullable String namespace;
  private @Nullable String key;
  private @Nullable String uid;

  /** A map, unlike text, is not safe to share without this. */
  private volatile @Nullable Map<String, String> labels;

  private @Nullable String controllerUid;
  private @Nullable String resourceVersion;
  private long size;

  private KubeObject(ObjectNode json) {
    this.json = json;
  }

  /** Takes ownership of a tree; the caller must no longer change it. */
  public static KubeObject of(ObjectNode json) {
    return new KubeObject(json);
  }

  /**
   * Parses an object from JSON text.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  public static KubeObject parse(String text) {
    if (Json.parse(text) instanceof ObjectNode object) {
      return new KubeObject(object);
    }
    throw new IllegalArgumentException("a Kubernetes object is a JSON object, not: " + text);
  }

  /** An object with nothing but its type and name; {@code namespace} "" for none. */
  public static KubeObject named(ResourceType type, String namespace, String name) {
    ObjectNode json = Json.object();
    json.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ObjectNode metadata = json.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return new KubeObject(json);
  }

  public String apiVersion() {
    return text("/apiVersion");
  }

  public String kind() {
    return text("/kind");
  }

  public String name() {
    String found = name;
    if (found == null) {
      found = text("/metadata/name");
      name = found;
    }
    return found;
  }

  /** The namespace, "" for a cluster-scoped object. */
  public String namespace() {
    String found = namespace;
    if (found == null) {
      found = text("/metadata/namespace");
      namespace = found;
    }
    return found;
  }

  /** {@code namespace/name}, the key of the object among those of its type. */
  public String key() {
    String found = key;
    if (found == null) {
      found = namespace() + "/" + name();
      key = found;
    }
    return found;
  }

  public String uid() {
    String found = uid;
    if (found == null) {
      found = text("/metadata/uid");
      uid = found;
    }
    return found;
  }

  /** The uid of the one owner that manages it, "" if none does. */
  public String controllerUid() {
    String found = controllerUid;
    if (found == null) {
      found = readControllerUid();
      controllerUid = found;
    }
    return found;
  }

  private String readControllerUid() {
    for (JsonNode owner : at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner.path("uid").asText();
      }
    }
    return "";
  }

  /** About its length as JSON, in characters. */
  public long size() {
    if (size == 0) {
      size = Json.size(json);
    }
    return size;
  }

  public String resourceVersion() {
    String found = resourceVersion;
    if (found == null) {
      found = text("/metadata/resourceVersion");
      resourceVersion = found;
    }
    return found;
  }

  public long generation() {
    return at("/metadata/generation").asLong();
  }

  /** Whether the object is being deleted: it has a deletionTimestamp and waits for finalizers. */
  public boolean isTerminating() {
    return !at("/metadata/deletionTimestamp").isMissingNode();
  }

  /** Not to be changed. */
  public Map<String, String> labels() {
    Map<String, String> found = labels;
    if (found == null) {
      found = Collections.unmodifiableMap(map("/metadata/labels"));
      labels = found;
    }
    return found;
  }

  public Map<String, String> annotations() {
    return map("/metadata/annotations");
  }

  /** The text values of the map at a JSON pointer, in order; empty if there is none. */
  public Map<String, String> map(String pointer) {
    Map<String, String> values = new LinkedHashMap<>();
    at(pointer).properties().forEach(e -> values.put(e.getKey(), e.getValue().asText()));
    return values;
  }

  /** The value at a JSON pointer (RFC 6901), a missing node if there is none. Not to be changed. */
  public JsonNode at(String pointer) {
    return json.at(POINTERS.computeIfAbsent(pointer, JsonPointer::compile));
  }

  /** The text at a JSON pointer (RFC 6901), "" if there is none. */
  public String text(String pointer) {
    return at(pointer).asText("");
  }

  /** A copy with changes made to its tree. */
  public KubeObject edit(Consumer<ObjectNode> change) {
    ObjectNode copy = json.deepCopy();
    change.accept(copy);
    return new KubeObject(copy);
  }

  /** The same except for one top-level field, which is taken over; the rest is shared. */
  public KubeObject with(String field, JsonNode value) {
    ObjectNode changed = Json.object();
    changed.setAll(json);
    changed.set(field, value);
    return new KubeObject(changed);
  }

  /** The whole tree. Not to be changed; {@link #edit} gives a copy to change. */
  public ObjectNode json() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KubeObject object && json.equals(object.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return json.toString();
  }
}
