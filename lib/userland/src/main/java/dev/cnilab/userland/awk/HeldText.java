package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;

/**
 * Counts the strings that a program builds as memory: the longest so far, and those put into
 * arrays. The library builds a string before its length can be checked, but from parts that were
 * counted.
 */
public final class HeldText extends AbstractExtension {
  private static final String COUNT = "__counted";

  private final StreamUser holder;
  private long longest;
  private long latest;

  HeldText(StreamUser holder) {
    this.holder = holder;
  }

  /** Emits code that counts the value on top of the stack and leaves it there. */
  void countTop(AwkTuples program) {
    program.extension(getExtensionFunctions().get(COUNT), 1, true);
  }

  /** Called by the compiled program. */
  @JawkFunction(COUNT)
  public Object counted(Object value) {
    latest = value instanceof CharSequence text ? text.length() : 0;
    if (latest > longest) {
      holder.hold(latest - longest);
      longest = latest;
    }
    return value;
  }

  /** The length of the last string built, once: it is now kept in an array. */
  long takeLatest() {
    long length = latest;
    latest = 0;
    return length;
  }
}
