package dev.cnilab.cluster.image.coredns.chain;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The server in which a plugin is set up: what it can use, and where it registers. */
public final class PluginHost {
  private final Process process;
  private final ApiClients clients;
  private final List<String> zones;
  private final int port;
  private final Handler lookup;
  private final List<Runnable> starts = new ArrayList<>();
  private final List<Runnable> stops = new ArrayList<>();
  private final Map<String, BooleanSupplier> ready = new TreeMap<>();
  private boolean started;
  private Duration lameDuck = Duration.ZERO;

  /**
   * A server that is being set up.
   *
   * @param zones of its block
   * @param lookup queries the whole server, as for the target of a CNAME
   */
  public PluginHost(
      Process process, ApiClients clients, List<String> zones, int port, Handler lookup) {
    this.process = process;
    this.clients = clients;
    this.zones = List.copyOf(zones);
    this.port = port;
    this.lookup = lookup;
  }

  public Process process() {
    return process;
  }

  /** How plugins reach the API server. */
  public ApiClients clients() {
    return clients;
  }

  public List<String> zones() {
    return zones;
  }

  public int port() {
    return port;
  }

  public Handler lookup() {
    return lookup;
  }

  /**
   * Logs a line of a plugin; does nothing once the process has ended, as a query may outlive it.
   */
  public void log(String level, String plugin, String text) {
    if (process.isAlive()) {
      process.out().println("[" + level + "] plugin/" + plugin + ": " + text);
    }
  }

  public void onStart(Runnable action) {
    starts.add(action);
  }

  public void onStop(Runnable action) {
    stops.add(action);
  }

  /** Makes the plugin ready wait for another plugin. */
  public void readyWhen(String plugin, BooleanSupplier holds) {
    ready.put(plugin, holds);
  }

  /** The plugins that are not ready. */
  public List<String> unready() {
    return ready.entrySet().stream()
        .filter(each -> !each.getValue().getAsBoolean())
        .map(Map.Entry::getKey)
        .toList();
  }

  public void lameDuck(Duration time) {
    lameDuck = time;
  }

  /** How long the server keeps answering after the signal to end. */
  public Duration lameDuck() {
    return lameDuck;
  }

  /** Whether every plugin has started: the server is about to listen. */
  public boolean hasStarted() {
    return started;
  }

  /** Starts what plugins do besides answering; may block. */
  public void start() {
    starts.forEach(Runnable::run);
    started = true;
  }

  public void stop() {
    stops.forEach(Runnable::run);
  }
}
