package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.NatHooks;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.Surroundings;
import dev.cnilab.netsim.nftables.expression.Bitwise;
import dev.cnilab.netsim.nftables.expression.Concatenation;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.statement.PacketChange;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.nftables.statement.Translate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The tables of a namespace. Changes made {@link #atomically} are made all together or not at all.
 */
public final class Ruleset {
  /** The heap bytes of a chain, a rule or an element, about. */
  private static final int BYTES = 300;

  private final Netfilter netfilter;
  private final ConnectionTracking tracking;
  private final NatHooks translation;
  private final Surroundings surroundings;
  private final LongSupplier handles;
  private final TableMemory.Entries memory;
  private final UndoLog journal = new UndoLog();
  private final List<NftTable> tables = new ArrayList<>();
  private final Map<NftChain, HookedChain> entrances = new HashMap<>();
  private boolean unchecked;
  private boolean tracks;

  /**
   * An empty one.
   *
   * @param handles numbers the tables of a namespace, those of iptables included
   */
  public Ruleset(
      Netfilter netfilter,
      ConnectionTracking tracking,
      NatHooks translation,
      Surroundings surroundings,
      LongSupplier handles) {
    this.netfilter = netfilter;
    this.tracking = tracking;
    this.translation = translation;
    this.surroundings = surroundings;
    this.handles = handles;
    this.memory = surroundings.memory().entries(BYTES);
  }

  /** The tables in order of creation. */
  public List<NftTable> tables() {
    return Collections.unmodifiableList(tables);
  }

  public Optional<NftTable> table(TableFamily family, String name) {
    return tables.stream()
        .filter(table -> table.family() == family && table.name().equals(name))
        .findFirst();
  }

  /**
   * Makes changes as one transaction, as a batch of netlink messages does.
   *
   * @throws ErrnoException if one was refused; none is then made. EMLINK if a chain leads back to
   *     itself, EOPNOTSUPP if a statement can be reached from a hook that does not support it,
   *     ENOMEM if there is no memory
   */
  public void atomically(Runnable changes) {
    try {
      changes.run();
      if (unchecked) {
        tables.forEach(ChainValidation::check);
      }
      journal.commit();
    } catch (RuntimeException refused) {
      journal.rollBack();
      throw refused;
    } finally {
      unchecked = false;
      recount();
      trackIfNeeded();
    }
  }

  /**
   * Charges memory for what is about to be added. Until the end of a transaction, what it deletes
   * takes up memory too, as in the kernel.
   */
  void grow(long weight) {
    if (!memory.fit(weight) && journal.isEmpty()) {
      recount(); // elements may have expired
    }
    memory.add(weight);
  }

  private void recount() {
    memory.set(tables.stream().mapToLong(table -> 1 + table.weight()).sum());
  }

  /**
   * Adds a table, or returns the existing one.
   *
   * @param comment "" for none
   */
  public NftTable addTable(TableFamily family, String name, String comment) {
    return table(family, name)
        .orElseGet(
            () -> {
              grow(1);
              NftTable made = new NftTable(this, family, name, handles.getAsLong(), comment);
              tables.add(made);
              journal.note(() -> tables.remove(made));
              return made;
            });
  }

  /**
   * Deletes a table with all its contents.
   *
   * @throws ErrnoException ENOENT if it does not exist
   */
  public void deleteTable(NftTable table) {
    int index = tables.indexOf(table);
    if (index < 0) {
      throw new ErrnoException(Errno.ENOENT);
    }
    table.chains().forEach(this::detach);
    tables.remove(index);
    journal.note(
        () -> {
          tables.add(index, table);
          table.chains().forEach(this::attach);
        });
  }

  UndoLog undoLog() {
    return journal;
  }

  LongSupplier clock() {
    return surroundings.loop()::nanoTime;
  }

  void attach(NftChain chain) {
    if (chain.base().isEmpty() || !chain.table().family().seesIpv4()) {
      return;
    }
    BaseChain base = chain.base().get();
    HookedChain entrance = new HookedChain(chain, surroundings);
    entrances.put(chain, entrance);
    if (base.type() == BaseChain.Type.NAT) {
      translation.register(base.hook(), base.priority(), entrance);
    } else {
      netfilter.register(base.hook(), base.priority(), entrance);
    }
  }

  void detach(NftChain chain) {
    HookedChain entrance = entrances.remove(chain);
    if (entrance != null) {
      BaseChain base = chain.base().orElseThrow();
      netfilter.unregister(base.hook(), entrance);
      translation.unregister(base.hook(), entrance);
    }
  }

  /** Schedules the check at the end of the transaction. */
  void mustCheck() {
    unchecked = true;
  }

  /** Tracks connections as long as a rule needs it. */
  private void trackIfNeeded() {
    boolean needed =
        tables.stream()
            .filter(table -> table.family().seesIpv4())
            .flatMap(NftTable::statements)
            .anyMatch(Ruleset::asksAboutConnection);
    if (needed && !tracks) {
      tracking.start(netfilter);
    } else if (tracks && !needed) {
      tracking.stop(netfilter);
    }
    tracks = needed;
  }

  private static boolean asksAboutConnection(Statement statement) {
    return switch (statement) {
      case Statement.Match match -> asksAboutConnection(match.selector());
      case Statement.LookUp lookUp -> asksAboutConnection(lookUp.selector());
      case PacketChange.ConnectionMark change -> true;
      case Translate translate -> true;
      case PacketChange.PacketMark change ->
          change.source() instanceof PacketChange.Source.Read read
              && asksAboutConnection(read.selector());
      default -> false;
    };
  }

  private static boolean asksAboutConnection(Selector selector) {
    return switch (selector) {
      case KernelField field -> field.isOfConnection();
      case Concatenation concatenation ->
          concatenation.parts().stream().anyMatch(Ruleset::asksAboutConnection);
      case Bitwise arithmetic -> asksAboutConnection(arithmetic.field());
      default -> false;
    };
  }
}
