package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.FieldManager;
import dev.cnilab.cluster.apiserver.patch.UpdateTracking;
import dev.cnilab.cluster.apiserver.registry.strategy.StatusMetadata;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of an object's metadata that the server writes. */
public final class ObjectMetadata {
  /** As in apimachinery's {@code rand}: no vowels, and no digits that look like them. */
  private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX_LENGTH = 5;
  private static final int LONGEST_PREFIX = 63 - SUFFIX_LENGTH;
  private static final List<String> SERVER_WRITTEN =
      List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

  /** Kinds with a spec whose generation is not counted. */
  private static final Set<String> UNCOUNTED =
      Set.of(
          "apiservices",
          "certificatesigningrequests",
          "csidrivers",
          "csinodes",
          "ipaddresses",
          "leases",
          "limitranges",
          "namespaces",
          "nodes",
          "persistentvolumeclaims",
          "persistentvolumes",
          "resourceclaims",
          "resourceclaimtemplates",
          "resourcequotas",
          "servicecidrs",
          "services",
          "storageversionmigrations",
          "volumeattachments");

  /** Kinds without a spec whose generation is counted. */
  private static final Set<String> COUNTED =
      Set.of(
          "endpointslices",
          "mutatingwebhookconfigurations",
          "podtemplates",
          "priorityclasses",
          "validatingwebhookconfigurations");

  private final EventLoop loop;
  private final Random random;

  /**
   * Writes metadata.
   *
   * @param random the source of uids and of the ends of generated names
   */
  public ObjectMetadata(EventLoop loop, Random random) {
    this.loop = loop;
    this.random = random;
  }

  /** The virtual time as a timestamp, in whole seconds. */
  public String timestamp(long secondsFromNow) {
    return loop.now().plusSeconds(secondsFromNow).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A new object must not have a resourceVersion. */
  static void requireNoVersion(ObjectNode json) {
    if (!json.path("metadata").path("resourceVersion").asText("").isEmpty()) {
      throw ApiErrors.unexpected("resourceVersion should not be set on objects to be created");
    }
  }

  /** Sets a new object's name, uid, creation time and first generation. */
  void initialise(ResourceType type, ObjectNode json) {
    ObjectNode metadata = json.withObject("/metadata");
    metadata.remove(List.of("resourceVersion", "selfLink", "generation"));
    metadata.remove(SERVER_WRITTEN);
    String prefix = metadata.path("generateName").asText("");
    if (metadata.path("name").asText("").isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", generateName(prefix));
    }
    if (!type.namespaced()) {
      metadata.remove("namespace");
    }
    metadata.put("uid", uid()).put("creationTimestamp", timestamp(0));
    boolean counted =
        json.has("spec") ? !UNCOUNTED.contains(type.plural()) : COUNTED.contains(type.plural());
    if (counted) {
      metadata.put("generation", 1);
    }
  }

  /** Keeps the fields that a client may not change. */
  void carryOver(ObjectNode json, KubeObject old) {
    ObjectNode metadata = json.withObject("/metadata");
    SERVER_WRITTEN.forEach(field -> keep(metadata, old, field));
    keep(metadata, old, "generation");
    keep(metadata, old, "generateName");
    metadata.remove("selfLink");
  }

  /**
   * Takes back what webhooks have made of the server's fields. A changed uid of an object that is
   * replaced stays, for the validation to refuse.
   *
   * @param before the object that they were shown
   * @param old what it replaces; null for a new object
   */
  static void keepServers(KubeObject before, @Nullable KubeObject old, ObjectNode changed) {
    if (!before.namespace().equals(changed.at("/metadata/namespace").asText(""))) {
      throw ApiErrors.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    ObjectNode metadata = changed.withObject("/metadata");
    JsonNode uid = metadata.path("uid");
    SERVER_WRITTEN.forEach(field -> keep(metadata, before, field));
    keep(metadata, before, "generation");
    keep(metadata, before, "resourceVersion");
    metadata.remove("selfLink");
    if (old != null && !uid.asText("").isEmpty()) {
      metadata.set("uid", uid);
    }
  }

  /**
   * Counts a changed spec as a new generation; a pod keeps its generation when it is bound to a
   * node.
   */
  void countGeneration(ObjectNode json, KubeObject old) {
    JsonNode spec = json.path("spec");
    boolean bound = spec.has("nodeName") && old.text("/spec/nodeName").isEmpty();
    boolean changed =
        json.has("spec") ? !spec.equals(old.at("/spec")) : !sameContent(json, old.json());
    if (old.generation() > 0 && !bound && changed) {
      json.withObject("/metadata").put("generation", old.generation() + 1);
    }
  }

  private static boolean sameContent(ObjectNode json, ObjectNode old) {
    return json.deepCopy()
        .without(List.of("metadata"))
        .equals(old.deepCopy().without(List.of("metadata")));
  }

  /**
   * Records who has changed what through a subresource ("" for the object itself). managedFields
   * sent by the client count, but not through a subresource: kubectl hands over the fields of its
   * client-side apply to its server-side one this way.
   */
  void recordManager(
      ResourceType type,
      String subresource,
      JsonNode before,
      ObjectNode json,
      Requester requester) {
    if (requester.fieldManager().isEmpty()) {
      return;
    }
    JsonNode known = before.at("/metadata/managedFields");
    if (known.isMissingNode()) {
      json.withObject("/metadata").remove("managedFields");
    } else if (!subresource.isEmpty() || json.at("/metadata/managedFields").isEmpty()) {
      json.withObject("/metadata").set("managedFields", known);
    }
    Schema schema = Schemas.builtIn().of(type).map(Schema.class::cast).orElse(Schema.Scalar.ANY);
    FieldManager manager =
        new FieldManager(requester.fieldManager(), subresource, StatusMetadata.kept(type));
    UpdateTracking.record(schema, before, json, manager, timestamp(0));
  }

  /** Whether a write changes nothing, so that no new version is needed. */
  static boolean sameButForVersion(KubeObject old, KubeObject changed) {
    ObjectNode metadata = Json.object();
    if (changed.at("/metadata") instanceof ObjectNode fields) {
      metadata.setAll(fields);
    }
    metadata.put("resourceVersion", old.resourceVersion());
    return changed.with("metadata", metadata).equals(old);
  }

  String generateName(String prefix) {
    StringBuilder name =
        new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
    }
    return name.toString();
  }

  private String uid() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static void keep(ObjectNode metadata, KubeObject old, String field) {
    JsonNode value = old.at("/metadata/" + field);
    if (value.isMissingNode()) {
      metadata.remove(field);
    } else {
      metadata.set(field, value);
    }
  }
}
