package dev.cnilab.lab.proof;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts work when an input ends. The program that started this process holds the other end, so
 * that work is wound up in an orderly way even if that program is killed.
 */
public final class Leash {

  private @Nullable Thread held;
  private boolean pulled;

  private Leash() {}

  /** A leash that is pulled when an input ends. */
  public static Leash of(InputStream input) {
    Leash leash = new Leash();
    Thread.ofPlatform().daemon().name("leash").start(() -> leash.watch(input));
    return leash;
  }

  private void watch(InputStream input) {
    try {
      while (input.read() >= 0) {
        // The content does not matter, only whether it ends.
      }
    } catch (IOException itHasEnded) {
      // Treated as the end of the input.
    }
    pull();
  }

  private synchronized void pull() {
    pulled = true;
    if (held != null) {
      held.interrupt();
    }
  }

  /** Runs work that is interrupted when the leash is pulled; later work is not. */
  <T> T hold(Supplier<T> work) {
    take(Thread.currentThread());
    try {
      return work.get();
    } finally {
      take(null);
      Thread.interrupted();
    }
  }

  private synchronized void take(@Nullable Thread worker) {
    held = worker;
    if (pulled && held != null) {
      held.interrupt();
    }
  }

  /** Whether the input has ended. */
  public synchronized boolean isPulled() {
    return pulled;
  }
}
