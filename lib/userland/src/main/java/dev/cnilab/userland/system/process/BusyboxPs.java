package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code ps} of busybox 1.36 as built for its image: all processes, in columns that {@code -o}
 * chooses. Operands are ignored, as are the letters of procps that it takes.
 */
final class BusyboxPs {
  private static final String LETTERS = "o:aAdeflT";
  private static final String USUAL = "pid,user,time,args";

  /** A column: its heading, its width and its content; a number is at the right of the width. */
  private record Column(String heading, int width, Function<Process, ?> content) {
    String cell(Process process) {
      Object value = content.apply(process);
      return value instanceof Integer ? String.format("%" + width + "d", value) : value.toString();
    }
  }

  private final Invocation call;
  private final Map<String, Column> known = new LinkedHashMap<>();

  BusyboxPs(Invocation call) {
    this.call = call;
    Process self = call.process();
    Function<Process, String> group = each -> Ps.name(each.credentials().group());
    Function<Process, Integer> session = each -> Ps.inside(self, each.family().sessionLeader());
    Function<Process, String> elapsed =
        each -> time(Duration.between(each.started(), each.loop().now()));
    known.put("user", new Column("USER", 8, Ps::user));
    known.put("group", new Column("GROUP", 8, group));
    known.put("comm", new Column("COMMAND", 16, Process::name));
    known.put("args", new Column("COMMAND", 0, Ps::command));
    known.put("pid", new Column("PID", 5, each -> Ps.inside(self, each)));
    known.put("ppid", new Column("PPID", 5, each -> Ps.parent(self, each)));
    known.put("pgid", new Column("PGID", 5, session));
    known.put("etime", new Column("ELAPSED", 7, elapsed));
    known.put("nice", new Column("NI", 5, each -> 0));
    known.put("rgroup", new Column("RGROUP", 8, group));
    known.put("ruser", new Column("RUSER", 8, Ps::user));
    known.put("time", new Column("TIME", 5, each -> time(each.usage().processorTime())));
    known.put("tty", new Column("TT", 6, each -> "?"));
    known.put("vsz", new Column("VSZ", 4, BusyboxPs::size));
    known.put("sid", new Column("SID", 5, session));
    known.put("stat", new Column("STAT", 4, each -> Ps.letter(self, each)));
    known.put("rss", new Column("RSS", 4, BusyboxPs::size));
  }

  int run() throws ProgramException {
    GetOpt given = GetOpt.parse(call.name(), call.arguments(), LETTERS, GetOpt.Order.PERMUTE);
    if (given.error().isPresent()) {
      call.process().err().println(given.error().get());
      return 1;
    }
    List<String> lists =
        given.options().stream()
            .filter(option -> option.letter() == 'o')
            .map(GetOpt.Option::argument)
            .toList();
    List<Column> columns = new ArrayList<>();
    for (String list : lists.isEmpty() ? List.of(USUAL) : lists) {
      for (String each : list.split(",", -1)) {
        columns.add(column(each));
      }
    }
    if (columns.stream().anyMatch(each -> !each.heading().isEmpty())) {
      call.out().print(line(columns, Column::heading));
    }
    for (Process each : call.process().pidNamespace().processes()) {
      call.out().print(line(columns, column -> column.cell(each)));
    }
    return 0;
  }

  /**
   * A column that was asked for as NAME or NAME=HEADING; a heading that is not empty sets the
   * width.
   */
  private Column column(String wanted) throws ProgramException {
    String[] parts = wanted.split("=", 2);
    Column column = known.get(parts[0]);
    if (column == null) {
      String supported = String.join(",", known.keySet());
      throw call.failure(
          1, "bad -o argument '" + parts[0] + "', supported arguments: " + supported);
    }
    if (parts.length == 1) {
      return column;
    }
    int width = parts[1].isEmpty() ? column.width() : parts[1].length();
    return new Column(parts[1], width, column.content());
  }

  private static String line(List<Column> columns, Function<Column, String> text) {
    Column last = columns.getLast();
    return columns.subList(0, columns.size() - 1).stream()
        .map(column -> String.format("%-" + Math.max(1, column.width()) + "s ", text.apply(column)))
        .collect(Collectors.joining("", "", text.apply(last) + "\n"));
  }

  /** Minutes and seconds, hours and minutes, or days and hours. */
  private static String time(Duration time) {
    if (time.toHours() == 0) {
      return String.format("%2d:%02d", time.toMinutes(), time.toSecondsPart());
    }
    return time.toDays() == 0
        ? String.format("%2dh%02d", time.toHours(), time.toMinutesPart())
        : String.format("%2dd%02d", time.toDays(), time.toHoursPart());
  }

  /** The size in KiB in four places; from 10,000 on in MiB. */
  private static String size(Process process) {
    long kibibytes = process.usage().residentBytes() / 1024;
    if (kibibytes < 10_000) {
      return String.format("%4d", kibibytes);
    }
    return String.format("%3dm", Math.round(kibibytes / 1024.0));
  }
}
