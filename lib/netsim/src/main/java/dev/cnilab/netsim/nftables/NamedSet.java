package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.NftSetType;
import dev.cnilab.netsim.nftables.data.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A named set or map. */
public final class NamedSet {
  /** The flags of a set. */
  public enum Flag {
    CONSTANT,
    DYNAMIC,
    INTERVAL,
    TIMEOUT;

    /** The name in nft. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The declaration of a new set.
   *
   * @param timeout how long elements stay; zero for forever
   * @param size the maximum number of elements; 0 for no limit
   * @param comment "" for none
   */
  public record Declaration(
      NftSetType type, Set<Flag> flags, Duration timeout, int size, String comment) {}

  private final NftTable table;
  private final String name;
  private final long handle;
  private final Declaration declaration;
  private final ElementSet elements;

  NamedSet(NftTable table, String name, long handle, Declaration declaration) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.declaration = declaration;
    this.elements = new ElementSet(declaration.type(), table.clock(), () -> table.grow(1));
  }

  public NftTable table() {
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

  /** Whether it is a map. */
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
      table.undoLog().note(() -> elements.remove(element.key()));
    }
  }

  /** Removes an element; see {@link ElementSet#remove}. */
  public void remove(List<Span> key) {
    ElementSet.Entry removed = elements.remove(key);
    table.undoLog().note(() -> elements.restore(removed));
  }

  /** Removes all elements. */
  public void flush() {
    elements.entries().forEach(entry -> remove(entry.element().key()));
  }
}
