package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.iptables.match.RecentList;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.Hook;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A table: its built-in chains and those created with {@code iptables -N}. */
public final class Table {
  private final TableName name;
  private final Consumer<Rule> onNewRule;
  private final Map<String, Chain> chains = new LinkedHashMap<>();
  private final Map<String, RecentList> recent = new HashMap<>(0);
  private int created;
  private long handle;

  Table(TableName name, Consumer<Rule> onNewRule) {
    this.name = name;
    this.onNewRule = onNewRule;
    reset();
  }

  /** The list of that name that its rules with {@code -m recent} share. */
  public RecentList recent(String list) {
    return recent.computeIfAbsent(list, none -> new RecentList());
  }

  /** Takes the number that nf_tables gives a table when it is created. */
  void use(long number) {
    handle = number;
  }

  /** The number by which nf_tables lists it; 0 while it is not in use. */
  public long handle() {
    return handle;
  }

  private int nextNumber() {
    return ++created;
  }

  /** Restores the table's initial state. */
  void reset() {
    handle = 0;
    chains.values().forEach(Chain::flush);
    chains.clear();
    for (Hook hook : name.hooks()) {
      chains.put(
          hook.name(), new Chain(hook.name(), Chain.Policy.ACCEPT, onNewRule, this::nextNumber));
    }
  }

  /**
   * Returns an action that restores the table's present state: chains, policies, rules and their
   * counters.
   */
  public Runnable rollback() {
    Map<String, Chain> kept = new LinkedHashMap<>(chains);
    List<Runnable> contents = chains.values().stream().map(Chain::rollback).toList();
    return () -> {
      chains.values().forEach(Chain::flush);
      chains.clear();
      chains.putAll(kept);
      contents.forEach(Runnable::run);
    };
  }

  public TableName name() {
    return name;
  }

  /** The chains in order of creation, the built-in ones first. */
  public Collection<Chain> chains() {
    return Collections.unmodifiableCollection(chains.values());
  }

  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** The chain of that name, created if it does not exist. */
  public Chain ensureChain(String chain) {
    Chain known = chains.get(chain);
    return known == null ? newChain(chain) : known;
  }

  /**
   * As {@code iptables -N}.
   *
   * @throws ErrnoException EEXIST if the name is taken
   */
  public Chain newChain(String chain) {
    if (chains.containsKey(chain)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    Chain made = new Chain(chain, null, onNewRule, this::nextNumber);
    chains.put(chain, made);
    return made;
  }

  /**
   * As {@code iptables -X}.
   *
   * @throws ErrnoException ENOENT if there is no such chain, EBUSY if it has rules or is the target
   *     of one, EINVAL if it is a built-in one
   */
  public void deleteChain(String chain) {
    Chain known = chain(chain).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    if (known.policy().isPresent()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (known.references() > 0 || !known.rules().isEmpty()) {
      throw new ErrnoException(Errno.EBUSY);
    }
    chains.remove(chain);
  }

  /**
   * Flushes the chains with these names, which may jump to each other, and deletes those that are
   * no rule's target then.
   */
  public void removeChains(Predicate<String> which) {
    List<Chain> stale = chains.values().stream().filter(each -> which.test(each.name())).toList();
    stale.forEach(Chain::flush);
    stale.stream()
        .filter(chain -> chain.references() == 0)
        .forEach(chain -> deleteChain(chain.name()));
  }

  /**
   * Deletes the built-in chains that have no effect, as {@code iptables -X} without a name does.
   */
  public void forgetIdleChains() {
    chains.values().forEach(Chain::forgetIfIdle);
  }

  /**
   * As {@code iptables -E}.
   *
   * @throws ErrnoException ENOENT if there is no such chain, EEXIST if the new name is taken,
   *     EINVAL if it is a built-in one
   */
  public void renameChain(String from, String to) {
    Chain known = chain(from).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    if (known.policy().isPresent()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (chains.containsKey(to)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    chains.remove(from);
    known.rename(to);
    chains.put(to, known);
  }
}
