package dev.cnilab.userland.awk;

import java.io.PrintStream;
import java.util.function.IntSupplier;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;

/**
 * Supplies what the library lacks: the result -1 of getline if there is nothing to read, and {@code
 * fflush}.
 */
public final class GetlineAnswer extends AbstractExtension {
  private static final String ANSWER = "__answer";

  private IntSupplier latest = () -> 0;
  private Runnable flush = () -> {};

  /** Sets the source of getline's result and the output to flush, for the coming run. */
  void of(IntSupplier answer, PrintStream output) {
    latest = answer;
    flush = output::flush;
  }

  /** Emits code that replaces the status below the line on the stack by getline's result. */
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
