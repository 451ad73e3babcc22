package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.timed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.HumanDuration;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The columns of Jobs. */
final class JobFormat {
  static final List<TableColumn> COLUMNS =
      List.of(
          objectName(),
          text("Status", JobFormat::status),
          text("Completions", JobFormat::completions),
          timed("Duration", JobFormat::duration),
          age(),
          WorkloadFormats.CONTAINERS,
          WorkloadFormats.IMAGES,
          WorkloadFormats.SELECTOR);

  private JobFormat() {}

  /** A Job without completions ends with the first pod that succeeds. */
  private static String completions(KubeObject job) {
    int parallelism = job.at("/spec/parallelism").asInt();
    JsonNode wanted = job.at("/spec/completions");
    return job.at("/status/succeeded").asInt()
        + "/"
        + (!wanted.isMissingNode()
            ? wanted.asText()
            : parallelism > 1 ? "1 of " + parallelism : "1");
  }

  private static String status(KubeObject job) {
    for (String type :
        new String[] {"Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"}) {
      if (Conditions.isIn(job.at("/status/conditions"), type, "True")) {
        return type;
      }
    }
    return job.isTerminating() ? "Terminating" : "Running";
  }

  private static String duration(KubeObject job, Instant now) {
    String started = job.text("/status/startTime");
    if (started.isEmpty()) {
      return "";
    }
    String ended = job.text("/status/completionTime");
    Instant end = ended.isEmpty() ? now : Instant.parse(ended);
    return HumanDuration.text(Duration.between(Instant.parse(started), end));
  }
}
