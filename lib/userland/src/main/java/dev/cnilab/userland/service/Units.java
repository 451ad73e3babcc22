package dev.cnilab.userland.service;

import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.service.unit.Unit;
import dev.cnilab.userland.service.unit.UnitFiles;
import dev.cnilab.userland.service.unit.UnitReader;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The services of a machine by name. A unit's files are read on its first use, and again at {@link
 * #reload}.
 */
public final class Units {
  private final WallClock clock;
  private final Journal journal;
  private final Launcher launcher;
  private final Supplier<UnitFiles> files;
  private final Map<String, Service> services = new TreeMap<>();

  /**
   * Creates the services of a machine.
   *
   * @param files as pid 1 sees them at the time
   */
  public Units(WallClock clock, Journal journal, Launcher launcher, Supplier<UnitFiles> files) {
    this.clock = clock;
    this.journal = journal;
    this.launcher = launcher;
    this.files = files;
  }

  /** The service with that name, with or without its suffix; empty if it has no unit file. */
  public Optional<Service> find(String name) {
    String unit = name.endsWith(".service") ? name : name + ".service";
    Service known = services.get(unit);
    if (known != null) {
      return Optional.of(known);
    }
    if (files.get().find(unit).isEmpty()) {
      return Optional.empty();
    }
    Service service = new Service(clock, journal, launcher, files, read(unit));
    services.put(unit, service);
    return Optional.of(service);
  }

  private Unit read(String name) {
    Unit unit = UnitReader.read(name, files.get().read(name));
    unit.complaints().forEach(each -> journal.append("", "systemd", 1, each));
    return unit;
  }

  /** Whether a unit's files have changed since they were read. */
  public boolean needReload(Unit unit) {
    return !files.get().read(unit.name()).equals(unit.sources());
  }

  /**
   * Like {@code systemctl daemon-reload}: running services keep running; idle ones without a unit
   * file are removed.
   */
  public void reload() {
    services
        .values()
        .removeIf(each -> each.isIdle() && files.get().find(each.unit().name()).isEmpty());
    services.values().forEach(each -> each.setUnit(read(each.unit().name())));
  }

  /** Clears the state of all services, including pending restarts, because the machine is off. */
  public void forgetAll() {
    services.values().forEach(Service::forget);
    services.clear();
  }

  /** All services with a unit file, and those still running without one. */
  public Collection<Service> all() {
    files.get().services().forEach(this::find);
    return List.copyOf(services.values());
  }
}
