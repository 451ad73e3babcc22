package dev.cnilab.userland.distribution;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The busybox executable, which selects the applet by its name or first argument. */
record Busybox(String banner, Map<String, Program> applets) implements Program {

  @Override
  public int run(Process process) throws IOException {
    String name = baseName(process);
    if (name.equals("busybox")) {
      if (process.arguments().size() == 1) {
        process.out().println(banner);
        return 0;
      }
      process.image().dropFirstArgument();
      name = withoutFolder(process.arguments().getFirst());
    }
    Optional<Program> applet = Optional.ofNullable(applets.get(name));
    if (applet.isEmpty()) {
      process.err().println(name + ": applet not found");
      return 127;
    }
    return applet.get().run(process);
  }

  /** The program's name, without the dash of a login shell. */
  private static String baseName(Process process) {
    return withoutFolder(process.arguments().getFirst().replaceFirst("^-", ""));
  }

  private static String withoutFolder(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
