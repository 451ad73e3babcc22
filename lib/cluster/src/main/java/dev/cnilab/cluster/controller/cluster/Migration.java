package dev.cnilab.cluster.controller.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Comparator;
import java.util.Optional;

/** A StorageVersionMigration and its conditions. */
record Migration(KubeObject object) {
  static final String RUNNING = "Running";
  static final String SUCCEEDED = "Succeeded";
  static final String FAILED = "Failed";

  /** The older first. */
  static final Comparator<Migration> ORDER =
      Comparator.comparing((Migration each) -> each.object.text("/metadata/creationTimestamp"))
          .thenComparing(each -> each.object.name());

  String group() {
    return object.text("/spec/resource/group");
  }

  String resource() {
    return object.text("/spec/resource/resource");
  }

  boolean isOfSame(Migration other) {
    return resource().equals(other.resource()) && group().equals(other.group());
  }

  /** The version of the list whose objects are written again, "" if it is not known yet. */
  String version() {
    return object.text("/status/resourceVersion");
  }

  boolean isRunning() {
    return isTrue(RUNNING);
  }

  boolean isOver() {
    return isTrue(SUCCEEDED) || isTrue(FAILED);
  }

  private boolean isTrue(String type) {
    return Conditions.isTrue(object.at("/status/conditions"), type);
  }

  Optional<JsonNode> condition(String type) {
    return Conditions.find(object.at("/status/conditions"), type);
  }

  Migration at(String version) {
    return new Migration(
        object.edit(json -> json.withObject("/status").put("resourceVersion", version)));
  }

  /** With a condition that has changed, or has another message. */
  Migration with(String type, String status, String reason, String message, String now) {
    return new Migration(
        object.edit(
            json ->
                Conditions.change(
                    json.withObject("/status").withArray("conditions"),
                    type,
                    status,
                    reason,
                    message,
                    now)));
  }
}
