package dev.cnilab.cluster.apiserver.cost;

import com.google.re2j.Pattern;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on evaluating expressions and applying schemas, in the units of Kubernetes'
 * cost model for expressions: one for a call or an item, a tenth for a character. Without it, an
 * expression of a few words could take all time and memory. It is of the thread that evaluates.
 */
public final class Budget {
  /** For one expression: {@code PerCallLimit} in k8s.io/apiserver's package cel. */
  public static final long EXPRESSION = 1_000_000;

  /** For all expressions of a policy or an object: {@code RuntimeCELCostBudget}. */
  public static final long TOGETHER = 10_000_000;

  /**
   * For giving an object the defaults of a custom kind's schema, and for checking it: about half a
   * second. A schema may say something about each item of a list, so that a few kilobytes of both
   * can mean hours of work and gigabytes of defaults and errors.
   */
  public static final long SCHEMA = 10_000_000;

  /**
   * For a whole request, so that none fills the heap: 300,000 empty containers are less than a
   * megabyte, but not with their defaults, and with an error for each field that they lack.
   */
  public static final long REQUEST = 30_000_000;

  /** For an object, a default or an error that is made, besides its text. */
  public static final long OBJECT = 100;

  /** For compiling an expression, a millisecond or more, besides the variables it may use. */
  public static final long COMPILATION = 50_000;

  /**
   * For all match conditions of a webhook or a policy: {@code RuntimeCELCostBudgetMatchConditions}.
   */
  public static final long MATCH_CONDITIONS = 2_500_000;

  /** The error when {@link #TOGETHER} is exceeded. */
  public static final String ALL_SPENT =
      "validation failed due to running out of cost budget, no further validation rules will be"
          + " run";

  private static final long ERROR_CHARACTER = 4;
  private static final int CHARACTERS_PER_UNIT = 10;
  private static final int STEPS_PER_UNIT = 4;
  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final @Nullable Budget whole;
  private long left;

  private Budget(@Nullable Budget whole, long units) {
    this.whole = whole;
    this.left = units;
  }

  /**
   * Ends what a budget is for when it is used up. It is an error, as the interpreter takes an
   * exception for a value, which {@code ||} ignores, and writes all arguments into its message.
   */
  private static final class Exhausted extends Error {
    private static final long serialVersionUID = 1L;

    private final transient Budget budget;

    Exhausted(Budget budget) {
      super("a budget is used up", null, false, false);
      this.budget = budget;
    }
  }

  /**
   * Does something with a budget of its own; its cost counts for the enclosing budget as well.
   *
   * @return empty if its own budget does not suffice; if an enclosing one does not, that ends
   */
  public static <T> Optional<T> within(long units, Supplier<T> action) {
    Budget before = CURRENT.get();
    Budget own = new Budget(before, units);
    CURRENT.set(own);
    try {
      return Optional.of(action.get());
    } catch (Exhausted spent) {
      if (spent.budget == own) {
        return Optional.empty();
      }
      throw spent;
    } finally {
      CURRENT.set(before);
    }
  }

  /** Spends units; if there are none left, what is done {@link #within} the budget ends. */
  public static void charge(long units) {
    for (Budget budget = CURRENT.get(); budget != null; budget = budget.whole) {
      budget.left -= units;
      if (budget.left < 0) {
        budget.left = 0;
        throw new Exhausted(budget);
      }
    }
  }

  /** What it costs to report an error: its object, that of its path, and its characters. */
  public static long ofError(int characters) {
    return 2 * OBJECT + ERROR_CHARACTER * characters;
  }

  /** What it costs to look for a pattern: a quarter for each character and instruction. */
  public static long ofMatch(Pattern pattern, int characters) {
    return Math.ceilDiv(pattern.programSize() * (characters + 1L), STEPS_PER_UNIT);
  }

  /** What it costs to go through that many characters once, in one call. */
  public static long ofText(long characters) {
    return Math.max(1, Math.ceilDiv(characters, CHARACTERS_PER_UNIT));
  }
}
