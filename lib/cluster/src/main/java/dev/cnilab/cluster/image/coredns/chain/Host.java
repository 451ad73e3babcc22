package dev.cnilab.cluster.image.coredns.chain;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The server a plugin is set up in: what it can use, and where it says what it needs. */
public final class Host {
  private final Process process;
  private final ApiClients clients;
  private final List<String> zones;
  private final int port;
  private final Handler lookup;
  private final List<Runnable> starts = new ArrayList<>();
  private final List<Runnable> stops = new ArrayList<>();
  private final Map<String, BooleanSupplier> ready = new TreeMap<>();
  private Duration lameDuck = Duration.ZERO;

  /**
   * A server to be.
   *
   * @param zones of its block
   * @param lookup asks the whole server, as for the target of a CNAME
   */
  public Host(Process process, ApiClients clients, List<String> zones, int port, Handler lookup) {
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

  /** A line of a plugin in the log; a query that outlives the process is not told of. */
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

  /** Has the plugin ready wait for another. */
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

  /** How long the server goes on after it was told to end. */
  public Duration lameDuck() {
    return lameDuck;
  }

  /** Starts what plugins do beside answering; may wait. */
  public void start() {
    starts.forEach(Runnable::run);
  }

  public void stop() {
    stops.forEach(Runnable::run);
  }
}
