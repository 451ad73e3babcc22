package dev.cnilab.netsim.nftables.data;

import java.util.EnumSet;
import java.util.Set;

/** How a ruleset is shown: what the options of {@code nft list} choose. */
@SuppressWarnings("ImmutableEnumChecker")
public record Style(Set<Option> options) {
  /** One choice. */
  public enum Option {
    /** {@code -a}: with the handles of what can be deleted by them. */
    HANDLES,
    /** {@code -s}: without what changes with traffic. */
    STATELESS,
    /** {@code -t}: without the elements of sets. */
    TERSE,
    /** {@code -y}: a chain's priority as a number. */
    NUMERIC_PRIORITY,
    /** {@code -p}: protocols as numbers. */
    NUMERIC_PROTOCOL,
    /** {@code -T}: times in seconds. */
    NUMERIC_TIME,
    /** {@code -n}: whatever has a name as a number. */
    NUMERIC
  }

  /** Without any option. */
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
