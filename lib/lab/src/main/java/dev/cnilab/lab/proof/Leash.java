package dev.cnilab.lab.proof;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts a thread when an input ends. Whoever started this process holds the other end, so that
 * work is wound up in an orderly way even if that one was killed.
 */
public final class Leash {

  private final AtomicBoolean pulled = new AtomicBoolean();

  private Leash() {}

  /** Holds the thread that calls. */
  public static Leash of(InputStream input) {
    Leash leash = new Leash();
    Thread held = Thread.currentThread();
    Thread.ofPlatform().daemon().name("leash").start(() -> leash.watch(input, held));
    return leash;
  }

  private void watch(InputStream input, Thread held) {
    try {
      while (input.read() >= 0) {
        // What is written does not matter, only that it goes on.
      }
    } catch (IOException itHasEnded) {
      // As if it had been closed.
    }
    pulled.set(true);
    held.interrupt();
  }

  /** Whether the input has ended. */
  public boolean isPulled() {
    return pulled.get();
  }
}
