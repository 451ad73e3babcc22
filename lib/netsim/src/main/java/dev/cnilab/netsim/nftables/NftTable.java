package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.statement.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A table: chains, sets and maps that refer to each other by name. */
public final class NftTable {
  private final Ruleset ruleset;
  private final TableFamily family;
  private final String name;
  private final long handle;
  private final String comment;
  private final Map<String, NftChain> chains = new LinkedHashMap<>();
  private final Map<String, NamedSet> sets = new LinkedHashMap<>();
  private long lastHandle;

  NftTable(Ruleset ruleset, TableFamily family, String name, long handle, String comment) {
    this.ruleset = ruleset;
    this.family = family;
    this.name = name;
    this.handle = handle;
    this.comment = comment;
  }

  public TableFamily family() {
    return family;
  }

  public String name() {
    return name;
  }

  public long handle() {
    return handle;
  }

  /** The comment; "" for none. */
  public String comment() {
    return comment;
  }

  /** The chains in order of creation. */
  public Collection<NftChain> chains() {
    return Collections.unmodifiableCollection(chains.values());
  }

  public Optional<NftChain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** The sets and maps in order of creation. */
  public Collection<NamedSet> sets() {
    return Collections.unmodifiableCollection(sets.values());
  }

  public Optional<NamedSet> set(String set) {
    return Optional.ofNullable(sets.get(set));
  }

  UndoLog undoLog() {
    return ruleset.undoLog();
  }

  LongSupplier clock() {
    return ruleset.clock();
  }

  /**
   * Charges memory for what is about to be added.
   *
   * @throws ErrnoException ENOMEM if there is none
   */
  void grow(long weight) {
    ruleset.grow(weight);
  }

  /** What its chains, sets and elements count for in memory. */
  long weight() {
    return chains.values().stream().mapToLong(NftChain::weight).sum()
        + sets.values().stream().mapToLong(set -> 1L + set.elements().size()).sum();
  }

  long nextHandle() {
    return ++lastHandle;
  }

  ElementSet elements(String set) {
    NamedSet known = sets.get(set);
    if (known == null) {
      throw new IllegalStateException("a rule of " + name + " outlived its set " + set);
    }
    return known.elements();
  }

  /**
   * Adds a chain, or returns the existing one with the given policy.
   *
   * @throws ErrnoException EEXIST if the existing one has another hook, EOPNOTSUPP if the kernel
   *     has no such base chains
   */
  public NftChain addChain(String chain, NftChain.Declaration declaration) {
    NftChain known = chains.get(chain);
    if (known != null) {
      if (declaration.base().isPresent()) {
        if (!declaration.base().equals(known.base())) {
          throw new ErrnoException(Errno.EEXIST);
        }
        known.setPolicy(declaration.policy());
      }
      return known;
    }
    declaration.base().ifPresent(BaseChain::require);
    grow(1);
    NftChain made = new NftChain(this, chain, nextHandle(), declaration);
    chains.put(chain, made);
    ruleset.attach(made);
    undoLog()
        .note(
            () -> {
              ruleset.detach(made);
              chains.remove(chain);
            });
    return made;
  }

  /**
   * Deletes a chain with its rules.
   *
   * @throws ErrnoException EBUSY if something refers to it
   */
  public void deleteChain(NftChain chain) {
    if (isReferred(target -> target.equals(chain.name()))) {
      throw new ErrnoException(Errno.EBUSY);
    }
    chain.flush();
    chains.remove(chain.name());
    ruleset.detach(chain);
    undoLog()
        .note(
            () -> {
              chains.put(chain.name(), chain);
              ruleset.attach(chain);
            });
  }

  private boolean isReferred(Predicate<String> chain) {
    Stream<String> byRules = statements().flatMap(References::chains);
    Stream<String> byMaps =
        sets.values().stream().map(NamedSet::elements).flatMap(References::chains);
    return Stream.concat(byRules, byMaps).anyMatch(chain);
  }

  Stream<Statement> statements() {
    return chains.values().stream()
        .flatMap(chain -> chain.rules().stream())
        .flatMap(rule -> rule.statements().stream());
  }

  /**
   * Adds a set or a map, or returns the existing one.
   *
   * @throws ErrnoException EEXIST if the existing one has another type or other flags
   */
  public NamedSet addSet(String set, NamedSet.Declaration declaration) {
    NamedSet known = sets.get(set);
    if (known != null) {
      if (!known.declaration().type().equals(declaration.type())
          || !known.declaration().flags().equals(declaration.flags())) {
        throw new ErrnoException(Errno.EEXIST);
      }
      return known;
    }
    grow(1);
    NamedSet made = new NamedSet(this, set, nextHandle(), declaration);
    sets.put(set, made);
    undoLog().note(() -> sets.remove(set));
    return made;
  }

  /**
   * Deletes a set or a map.
   *
   * @throws ErrnoException EBUSY if a rule uses it
   */
  public void deleteSet(NamedSet set) {
    if (statements().map(References::setName).anyMatch(Optional.of(set.name())::equals)) {
      throw new ErrnoException(Errno.EBUSY);
    }
    sets.remove(set.name());
    undoLog().note(() -> sets.put(set.name(), set));
  }

  /** Prepares for a new rule, and checks that the chains and sets it refers to exist. */
  void prepare(NftRule rule) {
    for (Statement statement : rule.statements()) {
      References.chains(statement).forEach(this::require);
      References.setName(statement)
          .filter(set -> !sets.containsKey(set))
          .ifPresent(
              missing -> {
                throw new ErrnoException(Errno.ENOENT);
              });
    }
    ruleset.mustCheck();
  }

  /**
   * Checks that the chain a verdict refers to exists.
   *
   * @throws ErrnoException ENOENT if it does not, EOPNOTSUPP if it is a base chain
   */
  public void require(RuleVerdict verdict) {
    References.chain(verdict).ifPresent(this::require);
  }

  private void require(String target) {
    NftChain known = chains.get(target);
    if (known == null) {
      throw new ErrnoException(Errno.ENOENT);
    } else if (known.base().isPresent()) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }
}
