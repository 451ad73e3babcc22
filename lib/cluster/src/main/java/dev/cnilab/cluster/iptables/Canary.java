package dev.cnilab.cluster.iptables;

import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.List;

/**
 * An empty chain in three tables; if it is missing, everything was flushed ({@code Monitor}). On
 * the loop only.
 */
public final class Canary implements AutoCloseable {
  private static final List<TableName> TABLES =
      List.of(TableName.MANGLE, TableName.NAT, TableName.FILTER);

  private final EventLoop loop;
  private final Iptables iptables;
  private final String chain;
  private final Duration period;
  private final Runnable reload;
  private Timer next;

  /**
   * Creates the chains and checks them periodically.
   *
   * @param reload called each time they were missing
   */
  public Canary(EventLoop loop, Iptables iptables, String chain, Duration period, Runnable reload) {
    this.loop = loop;
    this.iptables = iptables;
    this.chain = chain;
    this.period = period;
    this.reload = reload;
    put();
    this.next = loop.schedule(period, this::look);
  }

  /** Deletes the chains that an earlier process has left behind, unless a rule jumps there. */
  public static void delete(Iptables iptables, String name) {
    for (TableName each : TABLES) {
      Table table = iptables.table(each);
      table
          .chain(name)
          .filter(chain -> chain.references() == 0)
          .ifPresent(chain -> table.removeChains(name::equals));
    }
  }

  private void put() {
    TABLES.forEach(table -> iptables.table(table).ensureChain(chain));
  }

  private void look() {
    if (iptables.table(TableName.MANGLE).chain(chain).isEmpty()) {
      put();
      reload.run();
    }
    next = loop.schedule(period, this::look);
  }

  @Override
  public void close() {
    next.cancel();
  }
}
