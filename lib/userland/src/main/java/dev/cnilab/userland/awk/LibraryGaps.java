package dev.cnilab.userland.awk;

import java.io.PrintStream;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.jrt.AssocArray;
import org.metricshub.jawk.jrt.JRT;

/**
 * Supplies what the library lacks: the result -1 of getline if there is nothing to read, products
 * and powers that no long can hold, the length of an array, {@code fflush} and {@code nextfile}.
 */
public final class LibraryGaps extends AbstractExtension {
  private static final String ANSWER = "__answer";
  private static final String PRODUCT = "__product";
  private static final String POWER = "__power";
  private static final String LENGTH = "__length";

  /** 2^63, which is the first number that is not a long. */
  private static final double BEYOND_LONG = 0x1p63;

  private IntSupplier latest = () -> 0;
  private Runnable flush = () -> {};
  private Runnable skip = () -> {};
  private Supplier<Object> numbers = () -> "%.6g";

  /** Sets what the coming run works on: its input, its output, and CONVFMT. */
  void of(MachineRuntime runtime, PrintStream output, Supplier<Object> conversion) {
    latest = runtime::getlineStatus;
    skip = runtime::skipOperand;
    flush = output::flush;
    numbers = conversion;
  }

  /** Emits code that replaces the status below the line on the stack by getline's result. */
  void correct(AwkTuples program) {
    program.swap();
    program.extension(getExtensionFunctions().get(ANSWER), 1, true);
    program.swap();
  }

  /** Emits code that replaces two numbers by their product. */
  void product(AwkTuples program) {
    program.extension(getExtensionFunctions().get(PRODUCT), 2, true);
  }

  /** Emits code that replaces a base and an exponent above it by the power. */
  void power(AwkTuples program) {
    program.extension(getExtensionFunctions().get(POWER), 2, true);
  }

  /** Emits code that replaces a text or an array by its length. */
  void length(AwkTuples program) {
    program.extension(getExtensionFunctions().get(LENGTH), 1, true);
  }

  /** Called by the compiled program. */
  @JawkFunction(ANSWER)
  public Object answer(Object status) {
    return latest.getAsInt();
  }

  /** Called by the compiled program. */
  @JawkFunction(PRODUCT)
  public Object product(Object one, Object other) {
    return number(JRT.toDouble(one) * JRT.toDouble(other));
  }

  /** Called by the compiled program. */
  @JawkFunction(POWER)
  public Object power(Object base, Object exponent) {
    return number(Math.pow(JRT.toDouble(base), JRT.toDouble(exponent)));
  }

  private static Object number(double value) {
    boolean whole = Math.abs(value) < BEYOND_LONG && JRT.isActuallyLong(value);
    return whole ? (Object) (long) Math.rint(value) : (Object) value;
  }

  /** Called by the compiled program. */
  @JawkFunction(LENGTH)
  public Object length(Object value) {
    return value instanceof AssocArray array
        ? array.keySet().size()
        : Sprintf.text(value, numbers.get().toString()).length();
  }

  /** Called by the compiled program; all output is flushed, whatever is named. */
  @JawkFunction("fflush")
  public Object fflush(Object... names) {
    flush.run();
    return 0;
  }

  /** Called by the compiled program. */
  @JawkFunction("__nextfile")
  public Object nextfile() {
    skip.run();
    return 0;
  }
}
