package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.unit.Enablement;
import dev.cnilab.userland.service.unit.Unit;
import dev.cnilab.userland.service.unit.UnitFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The verbs of {@code systemctl} for unit files. */
final class UnitFileVerbs {
  /** systemctl's message for a unit without an [Install] section; systemctl.c. */
  private static final String NO_INSTALLATION =
      """
      The unit files have no installation config (WantedBy=, RequiredBy=, Also=,
      Alias= settings in the [Install] section, and DefaultInstance= for template
      units). This means they are not meant to be enabled using systemctl.
       \

      Possible reasons for having this kind of units are:
      • A unit may be statically enabled by being symlinked from another unit's
        .wants/ or .requires/ directory.
      • A unit's purpose may be to act as a helper for some other unit which has
        a requirement dependency on it.
      • A unit may be started when needed via activation (socket, path, timer,
        D-Bus, udev, scripted systemctl call, ...).
      • In case of template units, the unit is meant to be enabled with some
        instance name specified.
      """;

  private UnitFileVerbs() {}

  /** UnitFileState=. */
  static String state(Invocation call, Unit unit) {
    if (new UnitFiles(call.files()).isMasked(unit.name())) {
      return "masked";
    }
    if (unit.wantedBy().isEmpty()) {
      return "static";
    }
    return new Enablement(call.files()).isEnabled(unit) ? "enabled" : "disabled";
  }

  static void enable(Invocation call, Unit unit) throws IOException {
    for (String link : new Enablement(call.files()).enable(unit)) {
      created(call, link, unit.path());
    }
    if (unit.wantedBy().isEmpty()) {
      call.process().err().print(NO_INSTALLATION);
    }
  }

  static void disable(Invocation call, Unit unit) throws IOException {
    for (String link : new Enablement(call.files()).disable(unit)) {
      removed(call, link);
    }
  }

  /** Masks a unit; fails if the administrator has a unit file there. */
  static int mask(Invocation call, String name) throws IOException {
    String link = Enablement.maskOf(name);
    if (new UnitFiles(call.files()).isMasked(name)) {
      return 0;
    }
    if (call.files().exists(link)) {
      call.process().err().println("Failed to mask unit: File " + link + " already exists.");
      return 1;
    }
    call.files().createSymlink(link, UnitFiles.NOTHING);
    created(call, link, UnitFiles.NOTHING);
    return 0;
  }

  static int unmask(Invocation call, String name) throws IOException {
    if (new UnitFiles(call.files()).isMasked(name)) {
      String link = Enablement.maskOf(name);
      call.files().unlink(link);
      removed(call, link);
    }
    return 0;
  }

  /** Reports a new link; after a change systemctl reloads automatically. */
  private static void created(Invocation call, String link, String target) {
    call.process().err().println("Created symlink " + link + " → " + target + ".");
    call.process().machine().units().reload();
  }

  private static void removed(Invocation call, String link) {
    call.process().err().println("Removed \"" + link + "\".");
    call.process().machine().units().reload();
  }

  /** Prints a unit's files, each after its path. */
  static int cat(Invocation call, String name) throws IOException {
    UnitFiles units = new UnitFiles(call.files());
    if (units.find(name).isEmpty()) {
      call.process().err().println("No files found for " + name + ".");
      return 1;
    }
    MountNamespace files = call.files();
    List<String> parts = new ArrayList<>();
    for (String each : units.paths(name)) {
      parts.add("# " + each + "\n" + files.readText(each));
    }
    call.out().print(String.join("\n", parts));
    return 0;
  }

  /** Lists all services with a unit file, and whether they start at boot. */
  static int list(Invocation call, Options.Found options) {
    boolean legend = !options.has("no-legend");
    StringBuilder text = new StringBuilder();
    List<Service> all =
        call.process().machine().units().all().stream()
            .filter(each -> !each.unit().path().isEmpty())
            .toList();
    int width = all.stream().mapToInt(each -> each.unit().name().length()).max().orElse(9);
    String row = "%-" + width + "s %-8s %s%n";
    if (legend) {
      text.append(row.formatted("UNIT FILE", "STATE", "PRESET"));
    }
    for (Service each : all) {
      String state = state(call, each.unit());
      text.append(
          row.formatted(each.unit().name(), state, state.equals("static") ? "-" : "enabled"));
    }
    if (legend) {
      text.append('\n').append(all.size()).append(" unit files listed.\n");
    }
    call.out().print(text);
    return 0;
  }
}
