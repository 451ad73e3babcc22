package dev.cnilab.cluster.apiserver.expression.function;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on evaluating expressions, in the units of Kubernetes' cost model: one for a
 * call or an item, a tenth for a character. Without it, an expression of a few words could take all
 * time and memory. It is of the thread that evaluates.
 */
public final class Budget {
  /** For one expression: {@code PerCallLimit} in k8s.io/apiserver's package cel. */
  public static final long EXPRESSION = 1_000_000;

  /** For all expressions of a policy or an object: {@code RuntimeCELCostBudget}. */
  public static final long TOGETHER = 10_000_000;

  private static final int CHARACTERS_PER_UNIT = 10;
  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final @Nullable Budget whole;
  private long left;

  private Budget(@Nullable Budget whole, long units) {
    this.whole = whole;
    this.left = units;
  }

  /**
   * Ends an evaluation whose budget is used up. It is an error, as the interpreter takes an
   * exception for a value, which {@code ||} ignores, and writes all arguments into its message.
   */
  public static final class Exhausted extends Error {
    private static final long serialVersionUID = 1L;

    private Exhausted() {
      super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
  }

  /** Does something with a budget of its own; its cost counts for the enclosing budget as well. */
  public static <T> T within(long units, Supplier<T> action) {
    Budget before = CURRENT.get();
    CURRENT.set(new Budget(before, units));
    try {
      return action.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /**
   * Spends units.
   *
   * @throws Exhausted if there are none left
   */
  public static void charge(long units) {
    for (Budget budget = CURRENT.get(); budget != null; budget = budget.whole) {
      budget.left -= units;
      if (budget.left < 0) {
        budget.left = 0;
        throw new Exhausted();
      }
    }
  }

  /** What it costs to go through that many characters once. */
  static long ofText(long characters) {
    return characters / CHARACTERS_PER_UNIT + 1;
  }
}
