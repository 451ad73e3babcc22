package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.iptables.match.RecentList;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.netfilter.Hook;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A table: its built-in chains and those created with {@code iptables -N}. */
public final class Table {
  /** The heap bytes of a usual rule or of a chain, about: the mean of kube-proxy's is 212. */
  static final int BYTES = 240;

  private final TableName name;
  private final TableMemory memory;
  private final TableMemory.Entries entries;
  private final TableRegistration registration;
  private final Map<String, Chain> chains = new LinkedHashMap<>();
  private final Map<String, RecentList> recent;
  private int created;
  private long handle;
  private long changes;

  Table(TableName name, TableMemory memory, TableRegistration registration) {
    this(name, memory, registration, new HashMap<>(0));
  }

  private Table(
      TableName name,
      TableMemory memory,
      TableRegistration registration,
      Map<String, RecentList> recent) {
    this.name = name;
    this.memory = memory;
    this.entries = memory.entries(BYTES);
    this.registration = registration;
    this.recent = recent;
    reset();
  }

  private final class Chains implements Chain.Owner {
    @Override
    public void added(Rule rule) {
      registration.prepare(rule);
    }

    @Override
    public void removed(Rule rule) {
      registration.release(rule);
    }

    @Override
    public void resize(long more) {
      entries.add(more);
    }

    @Override
    public int nextNumber() {
      return ++created;
    }

    @Override
    public void changed() {
      changes++;
    }
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

  /** Restores the table's initial state. */
  void reset() {
    handle = 0;
    chains.values().forEach(Chain::flush);
    chains.clear();
    entries.set(0);
    for (Hook hook : name.hooks()) {
      chains.put(hook.name(), new Chain(hook.name(), Chain.Policy.ACCEPT, new Chains()));
    }
  }

  /**
   * A table with the same chains and rules that no packet meets. What is changed there has an
   * effect once it is {@linkplain #adopt adopted}. Until then or until it is {@linkplain #discard
   * discarded}, both take up memory, as two generations of nf_tables do.
   *
   * @throws ErrnoException ENOMEM if there is no memory for it
   */
  public Table draft() {
    entries.require(entries.count());
    Table draft = new Table(name, memory, TableRegistration.NONE, recent);
    draft.become(this);
    return draft;
  }

  /** Takes over the chains and rules of a draft; rules that stay keep their counters. */
  public void adopt(Table draft) {
    draft.discard();
    become(draft);
  }

  /** Frees the memory of a draft, which must no longer be changed. */
  public void discard() {
    entries.set(0);
  }

  /**
   * Checks that there is memory for that many more entries: a chain is one, a rule as many as its
   * {@linkplain Rule#weight weight}.
   *
   * @throws ErrnoException ENOMEM if there is not
   */
  public void requireRoom(long more) {
    entries.require(more);
  }

  /** Counts the changes of its chains and rules. */
  public long changes() {
    return changes;
  }

  private void become(Table other) {
    Map<String, Chain> before = new HashMap<>(chains);
    before.values().forEach(Chain::flush);
    chains.clear();
    entries.set(other.chains.size() - other.name.hooks().size());
    for (Chain each : other.chains.values()) {
      Chain known = before.get(each.name());
      Chain own = known == null ? new Chain(each.name(), null, new Chains()) : known;
      chains.put(each.name(), own);
    }
    other
        .chains
        .values()
        .forEach(each -> named(each.name()).become(each, target -> named(target.name())));
    created = other.created;
    changes++;
  }

  private Chain named(String chain) {
    return chain(chain).orElseThrow();
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
   * Like {@code iptables -N}.
   *
   * @throws ErrnoException EEXIST if the name is taken
   */
  public Chain newChain(String chain) {
    if (chains.containsKey(chain)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    entries.add(1);
    Chain made = new Chain(chain, null, new Chains());
    chains.put(chain, made);
    changes++;
    return made;
  }

  /**
   * Like {@code iptables -X}.
   *
   * @throws ErrnoException ENOENT if there is no such chain or nothing has needed a built-in one
   *     yet, EBUSY if it has rules or is the target of one, ENOTEMPTY if it is a built-in one that
   *     drops packets
   */
  public void deleteChain(String chain) {
    Chain known = chain(chain).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    if (known.created() == 0) {
      throw new ErrnoException(Errno.ENOENT);
    }
    if (known.references() > 0 || !known.rules().isEmpty()) {
      throw new ErrnoException(Errno.EBUSY);
    }
    if (known.policy().isEmpty()) {
      chains.remove(chain);
      entries.add(-1);
    } else if (known.policy().get() == Chain.Policy.ACCEPT) {
      known.forgetIfIdle();
    } else {
      throw new ErrnoException(Errno.ENOTEMPTY);
    }
    changes++;
  }

  /**
   * Flushes the chains with these names, which may jump to each other, and then deletes those that
   * no rule targets.
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
   * Like {@code iptables -E}.
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
    changes++;
    chains.put(to, known);
  }
}
