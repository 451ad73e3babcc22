package dev.cnilab.lab.oncall;

import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** Ctrl-C, which ends a JVM unless a handler is set. */
public final class Interrupts {

  /** The exit status that a shell reports after SIGINT. */
  private static final int STATUS = 128 + 2;

  private Interrupts() {}

  /**
   * Sets a handler that decides, for each Ctrl-C, whether this JVM ends.
   *
   * @param decides also does any other work for the signal
   */
  public static void to(BooleanSupplier decides) {
    try {
      // Exported by jdk.unsupported; javac's warning about it cannot be suppressed.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object heard =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> heard(decides));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), heard);
    } catch (ReflectiveOperationException anotherJvm) {
      // Ctrl-C ends such a JVM, as usual.
    }
  }

  private static Object heard(BooleanSupplier decides) {
    if (decides.getAsBoolean()) {
      System.err.println("lab: interrupted");
      Runtime.getRuntime().exit(STATUS);
    }
    return 0;
  }
}
