package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.timed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.Cells;
import dev.cnilab.cluster.apiserver.table.cell.HumanDuration;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The columns of workloads, and of their templates and revisions. */
public final class WorkloadFormats {
  private static final String TEMPLATE = "/spec/template/spec/";
  static final TableColumn CONTAINERS = containers("Containers", TEMPLATE, "name").wide();
  static final TableColumn IMAGES = containers("Images", TEMPLATE, "image").wide();
  static final TableColumn SELECTOR = text("Selector", Cells.selector("/spec/selector")).wide();
  private static final TableColumn READY =
      text(
          "Ready",
          o -> o.at("/status/readyReplicas").asLong() + "/" + o.at("/spec/replicas").asLong());

  public static final List<TableColumn> SCALES =
      List.of(
          objectName(),
          number("Desired", o -> o.at("/spec/replicas").asLong()),
          number("Available", o -> o.at("/status/replicas").asLong()),
          age());
  static final List<TableColumn> DEPLOYMENTS =
      List.of(
          objectName(),
          READY,
          status("Up-to-date", "updatedReplicas").typed("string"),
          status("Available", "availableReplicas").typed("string"),
          age(),
          CONTAINERS,
          IMAGES,
          SELECTOR);
  static final List<TableColumn> REPLICA_SETS =
      List.of(
          objectName(),
          number("Desired", o -> o.at("/spec/replicas").asLong()),
          status("Current", "replicas"),
          status("Ready", "readyReplicas"),
          age(),
          CONTAINERS,
          IMAGES,
          SELECTOR);
  static final List<TableColumn> DAEMON_SETS =
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

  static final List<TableColumn> REPLICATION_CONTROLLERS =
      List.of(
          objectName(),
          number("Desired", o -> o.at("/spec/replicas").asLong()),
          status("Current", "replicas"),
          status("Ready", "readyReplicas"),
          age(),
          CONTAINERS,
          IMAGES,
          text("Selector", Cells.labels("/spec/selector")).wide());
  static final List<TableColumn> STATEFUL_SETS =
      List.of(objectName(), READY, age(), CONTAINERS, IMAGES);
  static final List<TableColumn> REVISIONS =
      List.of(
          objectName(),
          text("Controller", WorkloadFormats::controller),
          number("Revision", o -> o.at("/revision").asLong()).typed("string"),
          age());
  static final List<TableColumn> POD_TEMPLATES =
      List.of(
          objectName(),
          containers("Containers", "/template/spec/", "name"),
          containers("Images", "/template/spec/", "image"),
          text("Pod Labels", Cells.labels("/template/metadata/labels")));
  private static final String JOB = "/spec/jobTemplate";
  static final List<TableColumn> CRON_JOBS =
      List.of(
          objectName(),
          text("Schedule", o -> o.text("/spec/schedule")),
          text("Timezone", o -> orElse(o.text("/spec/timeZone"), "<none>")),
          text("Suspend", o -> o.at("/spec/suspend").asBoolean() ? "True" : "False")
              .typed("boolean"),
          number("Active", o -> o.at("/status/active").size()),
          timed("Last Schedule", WorkloadFormats::lastSchedule),
          age(),
          containers("Containers", JOB + TEMPLATE, "name").wide(),
          containers("Images", JOB + TEMPLATE, "image").wide(),
          text("Selector", Cells.selector(JOB + "/spec/selector")).wide());

  private WorkloadFormats() {}

  private static TableColumn containers(String name, String spec, String field) {
    return text(name, o -> Cells.join(o.at(spec + "containers"), c -> c.path(field).asText()));
  }

  private static String lastSchedule(KubeObject cronJob, Instant now) {
    String last = cronJob.text("/status/lastScheduleTime");
    return last.isEmpty() ? "<none>" : HumanDuration.since(last, now);
  }

  private static String controller(KubeObject revision) {
    for (JsonNode owner : revision.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        String group = owner.path("apiVersion").asText().replaceFirst("/.*", "");
        String kind = owner.path("kind").asText().toLowerCase(Locale.ROOT);
        return kind + "." + group + "/" + owner.path("name").asText();
      }
    }
    return "<none>";
  }

  private static TableColumn status(String name, String field) {
    return number(name, o -> o.at("/status/" + field).asLong());
  }
}
