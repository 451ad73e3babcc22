package dev.cnilab.netsim.loop;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports exceptions that escape from an event or a task; each is a defect. */
final class Defects {
  private final Runnable endOfLoop;
  private volatile @Nullable Throwable fatal;
  private volatile Consumer<Throwable> uncaught = this::keep;
  private volatile @Nullable Throwable unheard;

  /**
   * Starts without a defect.
   *
   * @param endOfLoop ends the loop if a defect makes that necessary
   */
  Defects(Runnable endOfLoop) {
    this.endOfLoop = endOfLoop;
  }

  /** Sets the listener for defects; without one, defects are printed and the first is kept. */
  void tell(Consumer<Throwable> listener) {
    uncaught = listener;
  }

  /** The defect that ended the loop; null if none did. */
  @Nullable Throwable fatal() {
    return fatal;
  }

  /** Records the defect that ended the loop. */
  void end(Throwable thrown) {
    fatal = thrown;
  }

  /**
   * Throws, once, the first defect that no listener received.
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
   * Reports a defect. The simulation continues, like a kernel after an oops: only one event or task
   * has failed. If the virtual machine itself is damaged, no state can be trusted and the loop
   * ends.
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
