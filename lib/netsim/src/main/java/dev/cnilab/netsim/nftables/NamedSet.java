package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.SetType;
import dev.cnilab.netsim.nftables.data.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A set, or a map, that has a name. */
public final class NamedSet {
  /** What a set can be beside a list of values. */
  public enum Flag {
    CONSTANT,
    DYNAMIC,
    INTERVAL,
    TIMEOUT;

    /** As nft names it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is said of a set when it is made.
   *
   * @param timeout how long elements stay; zero forever
   * @param size how many elements it may have; 0 for no limit
   * @param comment "" for none
   */
  public record Declaration(
      SetType type, Set<Flag> flags, Duration timeout, int size, String comment) {
    /** One that holds values and has no flags. */
    public static Declaration of(SetType type) {
      return new Declaration(type, Set.of(), Duration.ZERO, 0, "");
    }
  }

  private final Table table;
  private final String name;
  private final long handle;
  private final Declaration declaration;
  private final ElementSet elements;

  NamedSet(Table table, String name, long handle, Declaration declaration) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.declaration = declaration;
    this.elements = new ElementSet(declaration.type(), table.clock());
  }

  public Table table() {
    return table;
  }

  public String name() {
    return name;
  }

  public long handle() {
    return handle;
  }

  public Declaration declaration() {
    return declaration;
  }

  /** Whether its elements lead to something. */
  public boolean isMap() {
    return declaration.type().value().isPresent();
  }

  public ElementSet elements() {
    return elements;
  }

  /** Adds an element; see {@link ElementSet#add}. */
  public void add(Element element) {
    Duration lifetime = element.timeout().orElse(declaration.timeout());
    if (elements.add(element, lifetime.toNanos())) {
      table.journal().note(() -> elements.remove(element.key()));
    }
  }

  /** Takes an element away; see {@link ElementSet#remove}. */
  public void remove(List<Span> key) {
    ElementSet.Entry removed = elements.remove(key);
    table.journal().note(() -> elements.restore(removed));
  }

  /** Takes all elements away. */
  public void flush() {
    elements.entries().forEach(entry -> remove(entry.element().key()));
  }
}
