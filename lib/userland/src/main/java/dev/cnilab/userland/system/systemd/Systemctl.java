package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.ServiceState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code systemctl}. */
public final class Systemctl implements Command {
  private static final int LINES = 10;

  /** Verbs that systemd allows all users; without polkit the others are for root only. */
  private static final Set<String> ASKING =
      Set.of("status", "is-active", "is-enabled", "is-failed", "cat");

  /** Verbs that succeed if one of the units is as asked. */
  private static final Set<String> ANY = Set.of("is-active", "is-enabled", "is-failed");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "anqtfs", "now", "no-legend", "failed", "state", "kill-whom")
            .idle("l", "no-pager") // nothing is cut off, and there is no pager
            .parse();
    List<String> operands = options.operands();
    String verb = operands.isEmpty() ? "list-units" : operands.getFirst();
    List<String> names = operands.isEmpty() ? List.of() : operands.subList(1, operands.size());
    if (!SystemdAccess.systemd(call.process())) {
      return alone(call, verb, names);
    }
    return switch (verb) {
      case "daemon-reload" -> reload(call);
      case "is-system-running" -> isRunning(call);
      case "reboot" -> options.has('f') ? Restart.force(call) : Restart.order(call);
      case "list-units" -> UnitList.print(call, options);
      case "list-unit-files" -> UnitFileVerbs.list(call, options);
      case "reset-failed" -> names.isEmpty() ? resetAll(call) : each(call, options, verb, names);
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
          "mask",
          "unmask",
          "cat",
          "kill" ->
          each(call, options, verb, names);
      default -> {
        complain(call, "Unknown command verb " + verb + ".");
        yield 1;
      }
    };
  }

  /** Without systemd only files can be looked at, and there are none. */
  private static int alone(Invocation call, String verb, List<String> names) throws IOException {
    switch (verb) {
      case "is-system-running" -> call.out().println("offline");
      case "is-enabled", "enable", "disable", "mask", "unmask" -> {
        for (String name : names) {
          unknown(call, verb, name);
        }
      }
      default -> complain(call, SystemdAccess.NOT_BOOTED);
    }
    return 1;
  }

  static void complain(Invocation call, String line) {
    call.process().err().println(line);
  }

  private static Machine machine(Invocation call) {
    return call.process().machine();
  }

  private static int reload(Invocation call) {
    if (call.process().user() != 0) {
      complain(call, "Failed to reload daemon: Access denied");
      return 1;
    }
    machine(call).units().reload();
    return 0;
  }

  private static int resetAll(Invocation call) {
    machine(call).units().all().forEach(Service::resetFailed);
    return 0;
  }

  private static int each(Invocation call, Options.Found options, String verb, List<String> names)
      throws IOException {
    if (names.isEmpty()) {
      complain(call, "Too few arguments.");
      return 1;
    }
    int worst = 0;
    int best = Integer.MAX_VALUE;
    for (String name : expanded(call, names)) {
      Optional<Service> service = machine(call).units().find(name);
      int status =
          service.isPresent() ? act(call, options, verb, service.get()) : unknown(call, verb, name);
      worst = Math.max(worst, status);
      best = Math.min(best, status);
    }
    return ANY.contains(verb) && best < Integer.MAX_VALUE ? best : worst;
  }

  /** Patterns stand for the units that are loaded. */
  private static List<String> expanded(Invocation call, List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                UnitNames.isPattern(name)
                    ? machine(call).units().all().stream()
                        .map(each -> each.unit().name())
                        .filter(unit -> UnitNames.fit(name, unit))
                    : Stream.of(name))
        .toList();
  }

  private static int unknown(Invocation call, String verb, String name) throws IOException {
    String unit = name.contains(".") ? name : name + ".service";
    switch (verb) {
      case "status" -> complain(call, "Unit " + unit + " could not be found.");
      case "cat" -> complain(call, "No files found for " + unit + ".");
      case "is-active", "is-failed" -> call.out().println("inactive");
      case "is-enabled" ->
          complain(
              call, "Failed to get unit file state for " + unit + ": No such file or directory");
      case "enable", "disable" ->
          complain(call, "Failed to " + verb + " unit: Unit file " + unit + " does not exist.");
      case "mask" -> complain(call, "Unit " + unit + " does not exist, proceeding anyway.");
      case "stop", "kill", "reset-failed" ->
          complain(call, "Failed to " + verb + " " + unit + ": Unit " + unit + " not loaded.");
      default ->
          complain(call, "Failed to " + verb + " " + unit + ": Unit " + unit + " not found.");
    }
    return switch (verb) {
      case "status" -> 4;
      case "is-active" -> 3;
      case "mask" -> UnitFileVerbs.mask(call, unit);
      case "unmask" -> 0;
      case "is-enabled", "is-failed", "enable", "disable", "cat", "kill", "reset-failed" -> 1;
      default -> 5;
    };
  }

  private static int act(Invocation call, Options.Found options, String verb, Service service)
      throws IOException {
    String name = service.unit().name();
    if (!ASKING.contains(verb) && call.process().user() != 0) {
      complain(call, "Failed to " + verb + " " + name + ": Access denied");
      complain(call, "See system logs and 'systemctl status " + name + "' for details.");
      return 4;
    }
    if (Set.of("status", "start", "stop", "restart", "try-restart").contains(verb)) {
      warnOfChange(call, service);
    }
    boolean active = service.state() == ServiceState.RUNNING;
    return switch (verb) {
      case "status" -> status(call, options, service);
      case "start" -> UnitJobs.start(call, service);
      case "stop" -> UnitJobs.stop(service);
      case "try-restart" -> active ? UnitJobs.restart(call, service) : 0;
      case "restart" -> UnitJobs.restart(call, service);
      case "reload" -> {
        complain(
            call,
            "Failed to reload %1$s: Job type reload is not applicable for unit %1$s."
                .formatted(name));
        yield 1;
      }
      case "is-active" -> {
        call.out().print(options.has('q') ? "" : service.state().active() + "\n");
        yield active ? 0 : 3;
      }
      case "is-failed" -> {
        call.out().print(options.has('q') ? "" : service.state().active() + "\n");
        yield service.state() == ServiceState.FAILED ? 0 : 1;
      }
      case "is-enabled" -> {
        String state = UnitFileVerbs.state(call, service.unit());
        call.out().print(options.has('q') ? "" : state + "\n");
        yield state.equals("enabled") || state.equals("static") ? 0 : 1;
      }
      case "enable" -> {
        UnitFileVerbs.enable(call, service.unit());
        yield options.has("now") ? UnitJobs.start(call, service) : 0;
      }
      case "disable" -> {
        UnitFileVerbs.disable(call, service.unit());
        yield options.has("now") ? UnitJobs.stop(service) : 0;
      }
      case "mask" -> {
        int masked = UnitFileVerbs.mask(call, name);
        yield options.has("now") ? UnitJobs.stop(service) : masked;
      }
      case "unmask" -> UnitFileVerbs.unmask(call, name);
      case "cat" -> UnitFileVerbs.cat(call, name);
      case "reset-failed" -> {
        service.resetFailed();
        yield 0;
      }
      default -> kill(call, options, service);
    };
  }

  /** Signals all processes of the unit, or only the main one. */
  private static int kill(Invocation call, Options.Found options, Service service) {
    String name = service.unit().name();
    String wanted = options.value('s').orElse("SIGTERM");
    Optional<Signal> signal = Signal.parse(wanted);
    Optional<Process> main = service.mainPid().flatMap(machine(call).processes().pids()::find);
    String whom = options.value("kill-whom").orElse("all");
    if (signal.isEmpty()) {
      complain(call, "Failed to parse signal string " + wanted + ".");
      return 1;
    } else if (!whom.matches("main|control|all")) {
      complain(call, "Failed to kill unit %s: Invalid who argument %s".formatted(name, whom));
      return 1;
    } else if (whom.equals("control") || (whom.equals("main") && main.isEmpty())) {
      String of = whom.equals("main") ? "main" : "control";
      complain(call, "Failed to kill unit %s: No %s process to kill".formatted(name, of));
      return 1;
    }
    main.stream()
        .flatMap(process -> whom.equals("main") ? main.stream() : groupOf(process))
        .toList()
        .forEach(process -> process.kill(signal.get()));
    return 0;
  }

  private static Stream<Process> groupOf(Process main) {
    return main.machine().processes().all().stream().filter(each -> each.cgroup() == main.cgroup());
  }

  private static void warnOfChange(Invocation call, Service service) {
    if (machine(call).units().needReload(service.unit())) {
      complain(
          call,
          ("Warning: The unit file, source configuration file or drop-ins of %s changed on disk."
                  + " Run 'systemctl daemon-reload' to reload units.")
              .formatted(service.unit().name()));
    }
  }

  private static int status(Invocation call, Options.Found options, Service service) {
    int lines =
        options.value('n').filter(n -> n.matches("\\d{1,6}")).map(Integer::parseInt).orElse(LINES);
    call.out().print(new UnitStatus(call, service, lines).text());
    return switch (service.state()) {
      case RUNNING, STARTING, WAITING_TO_RESTART -> 0;
      case DEAD, FAILED, STOPPING -> 3;
    };
  }

  private static int isRunning(Invocation call) {
    boolean stopping = machine(call).isRebooting();
    call.out().println(stopping ? "stopping" : "running");
    return stopping ? 1 : 0;
  }
}
