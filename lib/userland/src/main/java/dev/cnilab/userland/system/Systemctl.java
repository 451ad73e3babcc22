package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.service.Enablement;
import dev.cnilab.userland.service.MainProcess;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.ServiceState;
import dev.cnilab.userland.service.Unit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code systemctl}. */
final class Systemctl implements Command {
  private static final int LINES = 10;

  /** What systemd tells everyone; the rest it does for root only, there being no polkit. */
  private static final Set<String> ASKING =
      Set.of("status", "is-active", "is-enabled", "is-failed", "cat");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "anlqtf", "no-pager", "now", "no-legend", "failed", "state").parse();
    List<String> operands = options.operands();
    String verb = operands.isEmpty() ? "list-units" : operands.getFirst();
    List<String> names = operands.isEmpty() ? List.of() : operands.subList(1, operands.size());
    return switch (verb) {
      case "daemon-reload", "reset-failed" -> 0;
      case "is-system-running" -> isRunning(call);
      case "reboot" -> Restart.run(call, options.has('f'));
      case "list-units" -> list(call, options);
      case "status",
          "start",
          "stop",
          "restart",
          "try-restart",
          "reload",
          "is-active",
          "is-enabled",
          "is-failed",
          "enable",
          "disable",
          "cat",
          "kill" ->
          each(call, options, verb, names);
      default -> {
        process(call, "Unknown command verb " + verb + ".");
        yield 1;
      }
    };
  }

  private static void process(Invocation call, String line) {
    call.process().err().println(line);
  }

  private static Machine machine(Invocation call) {
    return call.process().machine();
  }

  private static int each(Invocation call, Options.Found options, String verb, List<String> names)
      throws IOException {
    if (names.isEmpty()) {
      process(call, "Too few arguments.");
      return 1;
    }
    int status = 0;
    for (String name : names) {
      Optional<Service> service = machine(call).units().find(name);
      status =
          Math.max(
              status,
              service.isPresent()
                  ? act(call, options, verb, service.get())
                  : unknown(call, verb, name));
    }
    return status;
  }

  private static int unknown(Invocation call, String verb, String name) {
    String unit = name.contains(".") ? name : name + ".service";
    switch (verb) {
      case "status", "cat" -> process(call, "Unit " + unit + " could not be found.");
      case "is-active", "is-failed" -> call.out().println("inactive");
      case "is-enabled", "enable", "disable" ->
          process(
              call,
              "Failed to "
                  + (verb.equals("is-enabled") ? "get unit file state for " + unit : verb + " unit")
                  + ": "
                  + (verb.equals("is-enabled")
                      ? "No such file or directory"
                      : "Unit file " + unit + " does not exist."));
      case "stop", "kill" ->
          process(call, "Failed to " + verb + " " + unit + ": Unit " + unit + " not loaded.");
      default -> process(call, "Failed to " + verb + " " + unit + ": Unit " + unit + " not found.");
    }
    return switch (verb) {
      case "status" -> 4;
      case "is-active" -> 3;
      case "is-enabled", "is-failed", "enable", "disable", "cat", "kill" -> 1;
      default -> 5;
    };
  }

  private static int act(Invocation call, Options.Found options, String verb, Service service)
      throws IOException {
    if (!ASKING.contains(verb) && call.process().user() != 0) {
      process(call, "Failed to " + verb + " " + service.unit().name() + ": Access denied");
      process(
          call,
          "See system logs and 'systemctl status " + service.unit().name() + "' for details.");
      return 4;
    }
    boolean active = service.state() == ServiceState.RUNNING;
    switch (verb) {
      case "status" -> {
        status(call, options, service);
        return active || service.state() == ServiceState.WAITING_TO_RESTART ? 0 : 3;
      }
      case "start" -> {
        service.start();
        return started(call, service);
      }
      case "stop" -> {
        service.stop();
        service.awaitStop();
        return 0;
      }
      case "restart", "try-restart", "reload" -> {
        service.stop();
        service.awaitStop();
        service.start();
        return started(call, service);
      }
      case "is-active" -> {
        call.out().print(options.has('q') ? "" : service.state().active() + "\n");
        return active ? 0 : 3;
      }
      case "is-failed" -> {
        call.out().print(options.has('q') ? "" : service.state().active() + "\n");
        return service.state() == ServiceState.FAILED ? 0 : 1;
      }
      case "is-enabled" -> {
        boolean enabled = enablement(call).isEnabled(service.unit());
        call.out().print(options.has('q') ? "" : enabled ? "enabled\n" : "disabled\n");
        return enabled ? 0 : 1;
      }
      case "enable" -> {
        enable(call, service.unit());
        if (options.has("now")) {
          service.start();
        }
      }
      case "disable" -> {
        disable(call, service.unit());
        if (options.has("now")) {
          service.stop();
          service.awaitStop();
        }
      }
      case "cat" -> {
        call.out().println("# " + service.unit().path());
        call.out().print(service.unit().text());
      }
      default -> {}
    }
    return 0;
  }

  private static int isRunning(Invocation call) {
    boolean stopping = machine(call).isRebooting();
    call.out().println(stopping ? "stopping" : "running");
    return stopping ? 1 : 0;
  }

  private static Enablement enablement(Invocation call) {
    return new Enablement(call.files());
  }

  private static void enable(Invocation call, Unit unit) throws IOException {
    Enablement enablement = enablement(call);
    if (enablement.enable(unit)) {
      process(call, "Created symlink " + enablement.link(unit) + " → " + unit.path() + ".");
    }
  }

  private static void disable(Invocation call, Unit unit) throws IOException {
    if (enablement(call).disable(unit)) {
      process(call, "Removed \"" + enablement(call).link(unit) + "\".");
    }
  }

  private static int started(Invocation call, Service service) {
    if (service.state() == ServiceState.RUNNING) {
      return 0;
    }
    String name = service.unit().name();
    process(
        call,
        "Job for "
            + name
            + " failed because the control process exited with error code.\nSee \"systemctl status "
            + name
            + "\" and \"journalctl -xeu "
            + name
            + "\" for details.");
    return 1;
  }

  private static void status(Invocation call, Options.Found options, Service service) {
    ServiceState state = service.state();
    String dot = state == ServiceState.FAILED ? "×" : state == ServiceState.DEAD ? "○" : "●";
    StringBuilder text = new StringBuilder();
    text.append(dot).append(' ').append(service.unit().name()).append(" - ");
    text.append(service.unit().description()).append('\n');
    text.append("     Loaded: loaded (").append(service.unit().path());
    text.append(enablement(call).isEnabled(service.unit()) ? "; enabled" : "; disabled");
    text.append("; preset: enabled)\n");
    String result =
        state == ServiceState.FAILED || state == ServiceState.WAITING_TO_RESTART
            ? " (Result: "
                + service.lastEnd().map(MainProcess.End::result).orElse("exit-code")
                + ")"
            : "";
    Instant now = call.process().loop().now();
    text.append("     Active: ").append(state.active());
    text.append(
        result.isEmpty() || state == ServiceState.WAITING_TO_RESTART
            ? " (" + state.sub() + ")"
            : "");
    text.append(result).append(" since ");
    text.append(Time.formatted("%a %Y-%m-%d %H:%M:%S UTC", service.since().atZone(ZoneOffset.UTC)));
    text.append("; ").append(ago(Duration.between(service.since(), now))).append(" ago\n");
    if (!service.unit().documentation().isEmpty()) {
      text.append("       Docs: ")
          .append(String.join("\n             ", service.unit().documentation()))
          .append('\n');
    }
    String command = String.join(" ", service.unit().command());
    if (service.mainPid().isPresent()) {
      String program = service.unit().command().getFirst();
      int pid = service.mainPid().get();
      text.append("   Main PID: ").append(pid).append(" (");
      text.append(program.substring(program.lastIndexOf('/') + 1)).append(")\n");
      text.append("      Tasks: 14 (limit: 4681)\n     Memory: 42.1M\n        CPU: 1.204s\n");
      text.append("     CGroup: /system.slice/").append(service.unit().name()).append('\n');
      text.append("             └─").append(pid).append(' ').append(command).append('\n');
    } else if (service.lastEnd().isPresent()) {
      text.append("    Process: ").append(service.lastPid()).append(" ExecStart=").append(command);
      text.append(" (code=").append(service.lastEnd().get().code());
      text.append(", status=").append(service.lastEnd().get().status()).append(")\n");
      text.append("   Main PID: ").append(service.lastPid()).append(" (code=");
      text.append(service.lastEnd().get().code());
      text.append(", status=").append(service.lastEnd().get().status()).append(")\n");
    }
    List<JournalEntry> entries =
        machine(call).journal().entries().stream()
            .filter(each -> each.unit().equals(service.unit().name()))
            .toList();
    int lines =
        options.value('n').filter(n -> n.matches("\\d{1,6}")).map(Integer::parseInt).orElse(LINES);
    List<JournalEntry> last = entries.subList(Math.max(0, entries.size() - lines), entries.size());
    text.append(last.isEmpty() ? "" : "\n");
    last.forEach(each -> text.append(Journalctl.formatted(each, "short")).append('\n'));
    call.out().print(text);
  }

  /** As systemd tells spans of time: the two largest units. */
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

  private static int list(Invocation call, Options.Found options) {
    StringBuilder text = new StringBuilder();
    String type = options.value('t').orElse("service");
    String state = options.has("failed") ? "failed" : options.value("state").orElse("");
    List<Service> all =
        machine(call).units().all().stream()
            .filter(each -> each.unit().name().endsWith("." + type))
            .filter(each -> state.isEmpty() || state.contains(each.state().active()))
            .toList();
    int width = all.stream().mapToInt(each -> each.unit().name().length()).max().orElse(4);
    text.append(String.format("  %-" + width + "s LOAD   ACTIVE SUB     DESCRIPTION%n", "UNIT"));
    for (Service each : all) {
      text.append(
          String.format(
              "%s %-" + width + "s loaded %-6s %-7s %s%n",
              each.state() == ServiceState.FAILED ? "●" : " ",
              each.unit().name(),
              each.state().active(),
              each.state().sub(),
              each.unit().description()));
    }
    if (options.has("no-legend")) {
      call.out().print(text.substring(text.indexOf("\n") + 1));
      return 0;
    }
    text.append(
        """

        LOAD   = Reflects whether the unit definition was properly loaded.
        ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
        SUB    = The low-level unit activation state, values depend on unit type.
        """);
    text.append(all.size()).append(" loaded units listed.\n");
    call.out().print(text);
    return 0;
  }
}
