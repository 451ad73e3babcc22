package dev.cnilab.lab.duty;

import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** Ctrl-C, which ends a JVM unless somebody else is told of it. */
public final class Interrupts {

  /** As a shell has it for what SIGINT has ended. */
  private static final int STATUS = 128 + 2;

  private Interrupts() {}

  /**
   * Has somebody decide, for each Ctrl-C, whether this JVM ends.
   *
   * @param decides also does what else is to be done
   */
  public static void to(BooleanSupplier decides) {
    try {
      // Exported by jdk.unsupported, and javac has a warning for it that nothing silences.
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
      // Ctrl-C ends it there, as it ends any.
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
