package dev.cnilab.netsim.route;

/** What becomes of the packets that a rule selects (FR_ACT_*). */
public sealed interface RuleEffect {
  /**
   * They are looked up in a table.
   *
   * @param table its number
   * @param suppressedLength routes whose prefixes are not longer than this are ignored; -1 for none
   * @param suppressedGroup routes over links of this group are ignored; -1 for none
   */
  record Lookup(int table, int suppressedLength, int suppressedGroup) implements RuleEffect {
    /** All routes of a table. */
    public static Lookup in(int table) {
      return new Lookup(table, -1, -1);
    }

    public boolean suppresses(RouteMatch match) {
      return match.route().destination().length() <= suppressedLength
          || (suppressedGroup >= 0
              && match.error() == null
              && match.device().options().group() == suppressedGroup);
    }
  }

  /**
   * The rules between this one and the target do not apply; a target that is missing has no effect.
   */
  record GoTo(long target) implements RuleEffect {}

  /** None; the rule may be the target of others. */
  record Nothing() implements RuleEffect {}

  /**
   * They have no route.
   *
   * @param type blackhole, unreachable or prohibit
   * @param table the number of a table that was given without need; 0 otherwise
   */
  record Refusal(RouteType type, int table) implements RuleEffect {}
}
