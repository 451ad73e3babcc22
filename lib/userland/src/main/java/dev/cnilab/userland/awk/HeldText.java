package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.Caller;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;

/**
 * Counts as memory what a program puts together: the longest text it has had, and what goes into
 * arrays. The library makes a text before anybody can ask how long it will be, but each is made of
 * others that were counted.
 */
public final class HeldText extends AbstractExtension {
  private static final String COUNT = "__counted";

  private final Caller holder;
  private long longest;
  private long latest;

  HeldText(Caller holder) {
    this.holder = holder;
  }

  /** Has the value on top of the stack counted, and leaves it there. */
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

  /** What was put together last, if it was not asked for yet: it is kept now. */
  long takeLatest() {
    long length = latest;
    latest = 0;
    return length;
  }
}
