package dev.cnilab.netsim.caller;

import org.jspecify.annotations.Nullable;

/** The caller of each thread. */
final class CurrentCaller {
  private static final ThreadLocal<@Nullable Caller> OF_THREAD = new ThreadLocal<>();

  private CurrentCaller() {}

  static @Nullable Caller get() {
    return OF_THREAD.get();
  }

  static void run(Caller caller, Runnable code) {
    Caller before = OF_THREAD.get();
    OF_THREAD.set(caller);
    try {
      code.run();
    } finally {
      if (before == null) {
        OF_THREAD.remove();
      } else {
        OF_THREAD.set(before);
      }
    }
  }
}
