package dev.cnilab.netsim.nftables.data;

import java.util.EnumSet;
import java.util.Set;

/** How a ruleset is printed, according to the options of {@code nft list}. */
@SuppressWarnings("ImmutableEnumChecker")
public record Style(Set<Option> options) {
  /** The options of {@code nft list} that change the text. */
  public enum Option {
    /** {@code -a}: with the handles by which objects can be deleted. */
    HANDLES,
    /** {@code -s}: without state that changes with traffic. */
    STATELESS,
    /** {@code -t}: without the elements of sets. */
    TERSE,
    /** {@code -y}: a chain's priority as a number. */
    NUMERIC_PRIORITY,
    /** {@code -p}: protocols as numbers. */
    NUMERIC_PROTOCOL,
    /** {@code -T}: times in seconds. */
    NUMERIC_TIME,
    /** {@code -n}: everything that has a name as a number. */
    NUMERIC
  }

  /** Without options. */
  public static final Style PLAIN = new Style(Set.of());

  public Style {
    options = Set.copyOf(options);
  }

  public boolean has(Option option) {
    return options.contains(option);
  }

  /** This style with one more option. */
  public Style with(Option option) {
    Set<Option> more = EnumSet.of(option);
    more.addAll(options);
    return new Style(more);
  }
}
