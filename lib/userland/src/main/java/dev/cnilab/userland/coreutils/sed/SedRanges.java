package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.coreutils.sed.SedScript.Address;
import dev.cnilab.userland.coreutils.sed.SedScript.Step;
import java.io.IOException;

/** Which lines the addresses of each step select, and which of its ranges have begun. */
final class SedRanges {
  /** {@code 0,/re/}: a range that begins before the first line, and so may end at it. */
  private static final Address ZEROTH = new Address.Line(0);

  private final SedInput in;
  private final long[] rangeEnd;

  SedRanges(SedScript script, SedInput in) {
    this.in = in;
    this.rangeEnd = new long[script.steps().size()];
    for (int i = 0; i < rangeEnd.length; i++) {
      boolean beforeFirstLine = script.steps().get(i).from().filter(ZEROTH::equals).isPresent();
      rangeEnd[i] = beforeFirstLine ? Long.MAX_VALUE : 0;
    }
  }

  /** Whether the step's range continues after the current line. */
  boolean isWithin(int index) {
    return rangeEnd[index] != 0;
  }

  /**
   * Whether a step is for the present line, before its negation; begins and ends its range.
   *
   * @param number of the line
   */
  boolean select(Step step, int index, int number, CharSequence pattern) throws IOException {
    if (step.from().isEmpty()) {
      return true;
    } else if (step.to().isEmpty()) {
      return is(step.from().get(), number, pattern);
    } else if (rangeEnd[index] != 0) {
      boolean looked =
          step.to().get() instanceof Address.Matching || step.to().get() instanceof Address.Last;
      boolean ends = looked ? is(step.to().get(), number, pattern) : number >= rangeEnd[index];
      rangeEnd[index] = ends ? 0 : rangeEnd[index];
      return true;
    } else if (is(step.from().get(), number, pattern)) {
      long end =
          switch (step.to().get()) {
            case Address.Line line -> line.number();
            case Address.After after -> number + after.count();
            default -> Long.MAX_VALUE;
          };
      rangeEnd[index] = end > number ? end : 0;
      return true;
    }
    return false;
  }

  private boolean is(Address address, int number, CharSequence pattern) throws IOException {
    return switch (address) {
      case Address.Line line -> number == line.number();
      case Address.Every every ->
          every.step() == 0
              ? number == every.first()
              : number >= every.first() && (number - every.first()) % every.step() == 0;
      case Address.Last last -> !in.hasNext();
      case Address.Matching matching -> matching.pattern().matcher(pattern).find();
      case Address.After after -> false;
    };
  }
}
