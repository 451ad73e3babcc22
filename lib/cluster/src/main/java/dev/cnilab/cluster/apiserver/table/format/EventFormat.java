package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.timed;

import dev.cnilab.cluster.apiserver.table.cell.HumanDuration;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Locale;

/** The columns of events. */
final class EventFormat {
  static final List<TableColumn> COLUMNS =
      List.of(
          timed("Last Seen", (o, now) -> HumanDuration.since(lastSeen(o), now)),
          text("Type", o -> o.text("/type")),
          text("Reason", o -> o.text("/reason")),
          text("Object", EventFormat::object),
          text("Subobject", o -> o.text("/involvedObject/fieldPath")).wide(),
          text("Source", EventFormat::source).wide(),
          text("Message", o -> o.text("/message").strip()),
          timed("First Seen", (o, now) -> HumanDuration.since(firstSeen(o), now)).wide(),
          number("Count", EventFormat::count).typed("string").wide(),
          TableColumn.objectName().wide());

  private EventFormat() {}

  private static String firstSeen(KubeObject event) {
    return orElse(event.text("/firstTimestamp"), event.text("/eventTime"));
  }

  private static String lastSeen(KubeObject event) {
    if (!event.at("/series").isMissingNode()) {
      return event.text("/series/lastObservedTime");
    }
    return orElse(event.text("/lastTimestamp"), firstSeen(event));
  }

  private static long count(KubeObject event) {
    if (!event.at("/series").isMissingNode()) {
      return event.at("/series/count").asLong();
    }
    return Math.max(1, event.at("/count").asLong());
  }

  private static String object(KubeObject event) {
    String kind = event.text("/involvedObject/kind").toLowerCase(Locale.ROOT);
    String name = event.text("/involvedObject/name");
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(KubeObject event) {
    String component = orElse(event.text("/source/component"), event.text("/reportingComponent"));
    String host = orElse(event.text("/source/host"), event.text("/reportingInstance"));
    return host.isEmpty() ? component : component + ", " + host;
  }
}
