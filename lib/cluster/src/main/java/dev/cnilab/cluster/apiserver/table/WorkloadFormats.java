package dev.cnilab.cluster.apiserver.table;

import static dev.cnilab.cluster.apiserver.table.Column.age;
import static dev.cnilab.cluster.apiserver.table.Column.number;
import static dev.cnilab.cluster.apiserver.table.Column.objectName;
import static dev.cnilab.cluster.apiserver.table.Column.text;

import java.util.List;

/** The columns of Deployments, ReplicaSets and DaemonSets. */
final class WorkloadFormats {
  private static final String TEMPLATE = "/spec/template/spec/";
  static final Column CONTAINERS =
      text(
              "Containers",
              o -> Cells.join(o.at(TEMPLATE + "containers"), c -> c.path("name").asText()))
          .wide();
  static final Column IMAGES =
      text("Images", o -> Cells.join(o.at(TEMPLATE + "containers"), c -> c.path("image").asText()))
          .wide();
  static final Column SELECTOR = text("Selector", Cells.selector("/spec/selector")).wide();

  static final List<Column> DEPLOYMENTS =
      List.of(
          objectName(),
          text(
              "Ready",
              o -> o.at("/status/readyReplicas").asLong() + "/" + o.at("/spec/replicas").asLong()),
          status("Up-to-date", "updatedReplicas").typed("string"),
          status("Available", "availableReplicas").typed("string"),
          age(),
          CONTAINERS,
          IMAGES,
          SELECTOR);
  static final List<Column> REPLICA_SETS =
      List.of(
          objectName(),
          number("Desired", o -> o.at("/spec/replicas").asLong()),
          status("Current", "replicas"),
          status("Ready", "readyReplicas"),
          age(),
          CONTAINERS,
          IMAGES,
          SELECTOR);
  static final List<Column> DAEMON_SETS =
      List.of(
          objectName(),
          status("Desired", "desiredNumberScheduled"),
          status("Current", "currentNumberScheduled"),
          status("Ready", "numberReady"),
          status("Up-to-date", "updatedNumberScheduled"),
          status("Available", "numberAvailable"),
          text("Node Selector", Cells.labels(TEMPLATE + "nodeSelector")),
          age(),
          CONTAINERS,
          IMAGES,
          SELECTOR);

  private WorkloadFormats() {}

  private static Column status(String name, String field) {
    return number(name, o -> o.at("/status/" + field).asLong());
  }
}
