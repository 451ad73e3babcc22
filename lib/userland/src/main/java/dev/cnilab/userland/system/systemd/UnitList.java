package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.ServiceState;
import java.util.List;

/** {@code systemctl list-units}. */
final class UnitList {
  private static final String LEGEND =
      """

      LOAD   = Reflects whether the unit definition was properly loaded.
      ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
      SUB    = The low-level unit activation state, values depend on unit type.
      """;

  private UnitList() {}

  /** Whether a state is selected by its load, high-level or low-level state. */
  private static boolean isIn(ServiceState state, List<String> wanted) {
    return wanted.contains("loaded")
        || wanted.contains(state.active())
        || wanted.contains(state.sub());
  }

  static int print(Invocation call, Options.Found options) {
    StringBuilder text = new StringBuilder();
    String type = options.value('t').orElse("service");
    String state = options.has("failed") ? "failed" : options.value("state").orElse("");
    List<String> states = List.of(state.split(","));
    boolean all = options.has('a');
    List<Service> shown =
        call.process().machine().units().all().stream()
            .filter(each -> each.unit().name().endsWith("." + type))
            .filter(each -> state.isEmpty() || isIn(each.state(), states))
            .filter(each -> all || !state.isEmpty() || each.state() != ServiceState.DEAD)
            .toList();
    int width = shown.stream().mapToInt(each -> each.unit().name().length()).max().orElse(4);
    if (!options.has("no-legend")) {
      text.append(String.format("  %-" + width + "s LOAD   ACTIVE SUB     DESCRIPTION%n", "UNIT"));
    }
    for (Service each : shown) {
      text.append(
          String.format(
              "%s %-" + width + "s loaded %-6s %-7s %s%n",
              each.state() == ServiceState.FAILED ? "●" : " ",
              each.unit().name(),
              each.state().active(),
              each.state().sub(),
              each.unit().description()));
    }
    if (!options.has("no-legend")) {
      text.append(LEGEND).append(shown.size()).append(" loaded units listed.");
      text.append(
          all || !state.isEmpty() ? "\n" : " Pass --all to see loaded but inactive units, too.\n");
      text.append(
          state.isEmpty()
              ? "To show all installed unit files use 'systemctl list-unit-files'.\n"
              : "");
    }
    call.out().print(text);
    return 0;
  }
}
