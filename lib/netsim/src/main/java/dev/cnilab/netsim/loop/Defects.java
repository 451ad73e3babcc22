package dev.cnilab.netsim.loop;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of an exception that an event or a task let escape; such a one is a defect. */
final class Defects {
  private final Runnable endOfLoop;
  private volatile @Nullable Throwable fatal;
  private volatile Consumer<Throwable> uncaught = this::keep;
  private volatile @Nullable Throwable unheard;

  /**
   * No defect yet.
   *
   * @param endOfLoop what ends the loop, if one defect makes that necessary
   */
  Defects(Runnable endOfLoop) {
    this.endOfLoop = endOfLoop;
  }

  /** Tells a listener of each from now on; until then one is printed and kept. */
  void tell(Consumer<Throwable> listener) {
    uncaught = listener;
  }

  /** What has ended the loop, if it was a defect. */
  @Nullable Throwable fatal() {
    return fatal;
  }

  /** Notes what has ended the loop. */
  void end(Throwable thrown) {
    fatal = thrown;
  }

  /**
   * Throws, once, the first of which nobody was told.
   *
   * @throws IllegalStateException if there was one
   */
  void throwUnheard() {
    Throwable defect = unheard;
    if (defect != null) {
      unheard = null;
      throw new IllegalStateException("an event or a task of the loop has failed", defect);
    }
  }

  /**
   * Tells of a defect. The simulation goes on, as a kernel does after an oops: what failed is one
   * event or one task. If the virtual machine itself is no longer sound, no state can be trusted
   * and the loop ends.
   */
  void report(Throwable thrown) {
    if (isFatal(thrown)) {
      end(thrown);
      endOfLoop.run();
    }
    try {
      uncaught.accept(thrown);
    } catch (RuntimeException unheard) {
      unheard.addSuppressed(thrown);
      unheard.printStackTrace();
    }
  }

  private void keep(Throwable defect) {
    defect.printStackTrace();
    unheard = unheard == null ? defect : unheard;
  }

  static boolean isFatal(Throwable thrown) {
    return thrown instanceof LinkageError
        || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError));
  }
}
