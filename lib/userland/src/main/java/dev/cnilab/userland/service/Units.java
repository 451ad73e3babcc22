package dev.cnilab.userland.service;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.journal.Journal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services of a machine by name. */
public final class Units {
  private final EventLoop loop;
  private final Journal journal;
  private final Launcher launcher;
  private final Map<String, Service> services = new TreeMap<>();

  public Units(EventLoop loop, Journal journal, Launcher launcher) {
    this.loop = loop;
    this.journal = journal;
    this.launcher = launcher;
  }

  /** Makes a service known; it does not start yet. */
  public Service add(Unit unit) {
    Service service = new Service(loop, journal, launcher, unit);
    services.put(unit.name(), service);
    return service;
  }

  /** The service of that name, with or without its suffix. */
  public Optional<Service> find(String name) {
    return Optional.ofNullable(services.get(name.endsWith(".service") ? name : name + ".service"));
  }

  /** The machine is off: what its services were is forgotten, and that they are to restart. */
  public void forgetAll() {
    for (Service each : all()) {
      each.forget();
      add(each.unit());
    }
  }

  public Collection<Service> all() {
    return List.copyOf(services.values());
  }
}
