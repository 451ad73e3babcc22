package dev.cnilab.userland.net;

import dev.cnilab.userland.net.iproute.Ip;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramRegistry;
import java.util.Map;
import java.util.TreeMap;

/**
 * All network commands by the names of their programs; busybox's own begin with {@code busybox-}.
 */
public final class NetPrograms {
  private NetPrograms() {}

  /** The commands of Debian's packages, each under the name it is typed as. */
  public static Map<String, Program> debian() {
    Map<String, Program> programs = new TreeMap<>();
    programs.put("ip", new Ip());
    return programs;
  }

  /** The commands as busybox has them, under the name they are typed as. */
  public static Map<String, Program> busybox() {
    Map<String, Program> programs = new TreeMap<>();
    return programs;
  }

  /** Lets a machine's executables name all of them. */
  public static void addTo(ProgramRegistry registry) {
    debian().forEach(registry::add);
    busybox().forEach((name, program) -> registry.add("busybox-" + name, program));
  }
}
