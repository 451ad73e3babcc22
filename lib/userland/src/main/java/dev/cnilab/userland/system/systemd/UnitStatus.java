package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.ServiceState;
import dev.cnilab.userland.service.unit.MainProcess;
import dev.cnilab.userland.service.unit.Unit;
import dev.cnilab.userland.service.unit.UnitFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The output of {@code systemctl status} for a service.
 *
 * @param lines the number of journal lines
 */
record UnitStatus(Invocation call, Service service, int lines) {

  String text() {
    return head() + process() + journal();
  }

  private String head() {
    Unit unit = service.unit();
    ServiceState state = service.state();
    String dot = state == ServiceState.FAILED ? "×" : state == ServiceState.DEAD ? "○" : "●";
    StringBuilder text = new StringBuilder();
    text.append(dot).append(' ').append(unit.name());
    if (unit.isUsable()) {
      text.append(" - ").append(unit.description());
    }
    text.append("\n     Loaded: ").append(loaded(unit)).append('\n');
    List<String> dropIns = unit.dropIns();
    for (int at = 0; at < dropIns.size(); at++) {
      String path = dropIns.get(at);
      int slash = path.lastIndexOf('/');
      String folder = path.substring(0, slash);
      if (at == 0 || !dropIns.get(at - 1).startsWith(folder + "/")) {
        text.append(at == 0 ? "    Drop-In: " : "             ").append(folder).append('\n');
      }
      boolean last = at + 1 == dropIns.size() || !dropIns.get(at + 1).startsWith(folder + "/");
      text.append("             ").append(last ? "└─" : "├─").append(path.substring(slash + 1));
      text.append('\n');
    }
    text.append("     Active: ").append(active(state)).append('\n');
    if (!unit.documentation().isEmpty()) {
      text.append("       Docs: ")
          .append(String.join("\n             ", unit.documentation()))
          .append('\n');
    }
    return text.toString();
  }

  private String loaded(Unit unit) {
    UnitFiles files = new UnitFiles(call.files());
    if (files.isMasked(unit.name())) {
      return "masked (Reason: Unit " + unit.name() + " is masked.)";
    }
    if (unit.path().isEmpty()) {
      return "not-found (Reason: Unit " + unit.name() + " not found.)";
    }
    if (!unit.isUsable()) {
      return "bad-setting (Reason: Unit " + unit.name() + " has a bad unit file setting.)";
    }
    String preset = unit.wantedBy().isEmpty() ? "" : "; preset: enabled";
    return "loaded (" + unit.path() + "; " + UnitFileVerbs.state(call, unit) + preset + ")";
  }

  private String active(ServiceState state) {
    String result = service.result().equals("success") ? "" : " (Result: " + service.result() + ")";
    String failed = state == ServiceState.FAILED ? "" : " (" + state.sub() + ")";
    String text = state.active() + failed + result;
    if (state == ServiceState.DEAD && service.lastPid() == 0) {
      return state.active() + " (dead)";
    }
    Instant now = call.process().now();
    return text
        + " since "
        + DateFormat.text("%a %Y-%m-%d %H:%M:%S UTC", service.since().atZone(ZoneOffset.UTC))
        + "; "
        + ago(Duration.between(service.since(), now))
        + " ago";
  }

  private String process() {
    if (service.mainPid().isPresent()) {
      int pid = service.mainPid().get();
      String group =
          call.process().machine().processes().find(pid).map(CgroupReport::of).orElse("");
      return "   Main PID: %d (%s)%n%s".formatted(pid, program(), group);
    }
    if (service.lastEnd().isEmpty()) {
      return "";
    }
    String command = String.join(" ", service.command());
    MainProcess.End end = service.lastEnd().get();
    String how = "(code=%s, status=%s)".formatted(end.code(), end.status());
    return "    Process: %1$d ExecStart=%2$s %3$s%n   Main PID: %1$d %3$s%n"
        .formatted(service.lastPid(), command, how);
  }

  private String program() {
    String path = service.command().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private String journal() {
    Machine machine = call.process().machine();
    List<JournalEntry> entries =
        machine.journal().entries().stream()
            .filter(each -> each.unit().equals(service.unit().name()))
            .toList();
    List<JournalEntry> last = entries.subList(Math.max(0, entries.size() - lines), entries.size());
    StringBuilder text = new StringBuilder(last.isEmpty() ? "" : "\n");
    last.forEach(
        each -> text.append(Journalctl.formatted(each, "short", each.host() + " ")).append('\n'));
    return text.toString();
  }

  /** A time span as systemd prints it: the two largest units. */
  private static String ago(Duration span) {
    if (span.toDays() > 0) {
      return span.toDays()
          + (span.toDays() == 1 ? " day " : " days ")
          + (span.toHoursPart() > 0 ? span.toHoursPart() + "h" : "");
    } else if (span.toHours() > 0) {
      return span.toHours()
          + "h"
          + (span.toMinutesPart() > 0 ? " " + span.toMinutesPart() + "min" : "");
    } else if (span.toMinutes() > 0) {
      return span.toMinutes()
          + "min"
          + (span.toSecondsPart() > 0 ? " " + span.toSecondsPart() + "s" : "");
    }
    return span.toSeconds() > 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }
}
