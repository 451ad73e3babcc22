package dev.cnilab.userland.awk;

import java.io.PrintStream;
import java.util.function.IntSupplier;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;

/**
 * Functions that the library lacks: that getline answers -1 where there is nothing to read, and
 * {@code fflush}.
 */
public final class GetlineAnswer extends AbstractExtension {
  private static final String ANSWER = "__answer";

  private IntSupplier latest = () -> 0;
  private Runnable flush = () -> {};

  /** Asks the runtime of a run from now on. */
  void of(IntSupplier answer, PrintStream output) {
    latest = answer;
    flush = output::flush;
  }

  /** Has the status below the line on the stack replaced by what getline has to answer. */
  void correct(AwkTuples program) {
    program.swap();
    program.extension(getExtensionFunctions().get(ANSWER), 1, true);
    program.swap();
  }

  /** Called by the compiled program. */
  @JawkFunction(ANSWER)
  public Object answer(Object status) {
    return latest.getAsInt();
  }

  /** Called by the compiled program. */
  @JawkFunction("fflush")
  public Object fflush() {
    flush.run();
    return 0;
  }
}
